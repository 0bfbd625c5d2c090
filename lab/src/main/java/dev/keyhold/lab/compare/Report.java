package dev.keyhold.lab.compare;

import dev.keyhold.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found.
 *
 * @param entries in the database
 * @param options in the order in which they ran
 * @param complete false if the comparison was ended early
 */
public record Report(long entries, List<OptionResult> options, boolean complete) {

  /** Takes its own copy of the list. */
  public Report {
    options = List.copyOf(options);
  }

  /** Whether no option lost an update. */
  public boolean held() {
    return options.stream().allMatch(option -> option.lostUpdates() == 0);
  }

  /** The figures, as {@code {"entries":…,"options":[{"name":…,…},…]}}. */
  public Json toJson() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("entries", entries);
    members.put("options", options.stream().map(OptionResult::members).toList());
    return Json.of((Object) members);
  }

  /** The figures as a table with aligned columns. */
  public String toTable() {
    return Table.of(options);
  }
}
