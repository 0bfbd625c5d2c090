import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Compares the mutants that no test noticed with the list of those that need not be noticed. Run by
 * ./verify --mutants:
 *
 * <pre>java Mutants.java REPORT.xml LIST SOURCE-DIRECTORY</pre>
 *
 * <p>An entry of the list is a head line and its reason, indented, below:
 *
 * <pre>
 * [~] Class.method | mutator | part of the source line [| how many]
 *     Why the change makes no difference that a test could tell.
 * </pre>
 *
 * The line is found by its text, so the list does not change with what stands above it. A {@code ~}
 * says that chance decides whether a test notices. What was not noticed and has no entry, and an
 * entry that fits nothing, are errors.
 */
final class Mutants {
  private record Mutant(String key, String line, String place, String change, boolean noticed) {
    String className() {
      return key.substring(0, key.indexOf('.'));
    }
  }

  private record Entry(int at, boolean byChance, String key, String part, int count) {
    boolean fits(Mutant mutant) {
      return mutant.key.equals(key) && mutant.line.contains(part);
    }

    String className() {
      return key.substring(0, key.indexOf('.'));
    }
  }

  private static final class Row {
    private int mutants;
    private int noticed;
    private int explained;
    private int open;
  }

  private static final Map<Path, List<String>> SOURCES = new HashMap<>();

  private Mutants() {}

  public static void main(String[] arguments) throws Exception {
    Path list = Path.of(arguments[1]);
    List<Mutant> mutants = mutants(Path.of(arguments[0]), Path.of(arguments[2]));
    List<String> errors = new ArrayList<>();
    List<Entry> entries = entries(list, errors);
    Map<String, Row> rows = new TreeMap<>();
    Map<Entry, Integer> used = new HashMap<>();
    for (Mutant mutant : mutants) {
      Row row = rows.computeIfAbsent(mutant.className(), _ -> new Row());
      row.mutants++;
      if (mutant.noticed) {
        row.noticed++;
        continue;
      }
      Entry fitting =
          entries.stream()
              .filter(entry -> entry.fits(mutant) && used.getOrDefault(entry, 0) < entry.count)
              .findFirst()
              .orElse(null);
      if (fitting == null) {
        row.open++;
        errors.add(
            "no test notices, and no entry explains: %s%n    %s%n    %s | %s"
                .formatted(mutant.place, mutant.change, mutant.key, mutant.line));
      } else {
        row.explained++;
        used.merge(fitting, 1, Integer::sum);
      }
    }
    Set<String> mutated = new HashSet<>(rows.keySet());
    for (Entry entry : entries) {
      int found = used.getOrDefault(entry, 0);
      if (mutated.contains(entry.className()) && found < entry.count && !entry.byChance) {
        errors.add(
            "%s:%d: explains %d, but %d are left unnoticed: a test notices it now, or the line reads differently"
                .formatted(list, entry.at, entry.count, found));
      }
    }
    print(rows);
    errors.forEach(error -> System.err.println("mutants: " + error));
    if (mutants.isEmpty()) {
      System.err.println("mutants: none were made: is the class named as the profile in core/pom.xml names it?");
    }
    System.exit(errors.isEmpty() && !mutants.isEmpty() ? 0 : 1);
  }

  private static void print(Map<String, Row> rows) {
    String form = "%-16s %8s %8s %10s %6s%n";
    System.out.printf(form, "class", "mutants", "noticed", "explained", "open");
    Row all = new Row();
    rows.forEach((name, row) -> {
      System.out.printf(form, name, row.mutants, row.noticed, row.explained, row.open);
      all.mutants += row.mutants;
      all.noticed += row.noticed;
      all.explained += row.explained;
      all.open += row.open;
    });
    System.out.printf(form, "all", all.mutants, all.noticed, all.explained, all.open);
  }

  private static List<Mutant> mutants(Path report, Path sources) throws Exception {
    List<Mutant> found = new ArrayList<>();
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    var nodes = document.getElementsByTagName("mutation");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element node = (Element) nodes.item(i);
      String path = text(node, "mutatedClass");
      String owner = path.substring(path.lastIndexOf('.') + 1);
      String method = text(node, "mutatedMethod").replaceAll("^lambda\\$(.+)\\$\\d+$", "$1");
      String mutator = text(node, "mutator");
      mutator = mutator.substring(mutator.lastIndexOf('.') + 1).replace("Mutator", "");
      Path file =
          sources
              .resolve(path.substring(0, path.lastIndexOf('.')).replace('.', '/'))
              .resolve(text(node, "sourceFile"));
      int line = Integer.parseInt(text(node, "lineNumber"));
      found.add(
          new Mutant(
              owner.replace('$', '_') + "." + method + " | " + mutator,
              lines(file).get(line - 1).strip(),
              file + ":" + line,
              text(node, "description"),
              node.getAttribute("detected").equals("true")));
    }
    return found;
  }

  private static String text(Element node, String name) {
    return node.getElementsByTagName(name).item(0).getTextContent();
  }

  private static List<String> lines(Path file) throws IOException {
    List<String> lines = SOURCES.get(file);
    if (lines == null) {
      lines = Files.readAllLines(file);
      SOURCES.put(file, lines);
    }
    return lines;
  }

  private static List<Entry> entries(Path list, List<String> errors) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<String> lines = Files.readAllLines(list);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#") || line.startsWith(" ")) {
        continue;
      }
      boolean byChance = line.startsWith("~ ");
      String[] fields = (byChance ? line.substring(2) : line).split(" \\| ");
      boolean reasoned = i + 1 < lines.size() && lines.get(i + 1).startsWith("    ");
      if (fields.length < 3 || !fields[0].contains(".") || !reasoned) {
        errors.add(
            "%s:%d: not an entry: Class.method | mutator | part of the line [| how many], and below, indented, why"
                .formatted(list, i + 1));
        continue;
      }
      boolean counted = fields.length > 3 && fields[fields.length - 1].matches("\\d+");
      List<String> part = List.of(fields).subList(2, counted ? fields.length - 1 : fields.length);
      int count = counted ? Integer.parseInt(fields[fields.length - 1]) : 1;
      entries.add(
          new Entry(i + 1, byChance, fields[0] + " | " + fields[1], String.join(" | ", part), count));
    }
    return entries;
  }
}
