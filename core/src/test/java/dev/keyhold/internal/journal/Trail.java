package dev.keyhold.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.version.Write;
import dev.keyhold.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Commits for tests, and what is there after each of them. */
final class Trail {
  /** What is under a key. */
  record Held(String value, long revision, long created, long expiryMillis) {}

  private final OrderedIndex<Version> index = new OrderedIndex<>();
  private final Map<Long, TreeMap<String, Held>> states = new HashMap<>();
  private TreeMap<String, Held> now = new TreeMap<>();
  private long revision;
  private long newest;

  Trail() {
    states.put(0L, now);
  }

  /** Another one with the same past. */
  Trail fork() {
    Trail fork = new Trail();
    fork.states.putAll(states);
    fork.now = now;
    fork.revision = revision;
    fork.newest = newest;
    return fork;
  }

  long revision() {
    return revision;
  }

  /** The highest revision that a commit ever had; one that was lost since, perhaps. */
  long newest() {
    return newest;
  }

  /** The commits to come have revisions from here on; what is there now is what was recovered. */
  void goOn(long next, long recovered) {
    now = new TreeMap<>(state(recovered));
    revision = next - 1;
    states.put(revision, now);
  }

  Map<String, Held> state(long at) {
    TreeMap<String, Held> state = states.get(at);
    if (state == null) {
      throw new AssertionError("no commit had revision " + at);
    }
    return state;
  }

  private Entry<Version> entry(String key) {
    return index.findOrCreate(key);
  }

  Write put(String key, Object value) {
    return put(key, value, Version.NEVER);
  }

  Write put(String key, Object value, long expiryMillis) {
    return new Write(entry(key), Version.first(Json.of(value), expiryMillis));
  }

  Write remove(String key) {
    return new Write(entry(key), Version.removal());
  }

  /** Notes a commit, as if it had been made; its revision is the next one. */
  List<Write> commit(Write... writes) {
    revision++;
    newest = revision;
    now = new TreeMap<>(now);
    for (Write each : writes) {
      String key = each.entry().keyText();
      Json value = each.next().value();
      Held old = now.get(key);
      if (value == null) {
        now.remove(key);
      } else {
        long created = old == null ? revision : old.created;
        now.put(key, new Held(value.toString(), revision, created, each.next().expiryMillis()));
      }
    }
    states.put(revision, now);
    return List.of(writes);
  }

  /** A commit of up to four writes to some of eight keys. */
  List<Write> random(RandomGenerator random) {
    List<Write> writes = new ArrayList<>();
    for (int key = 0; key < 8; key++) {
      if (random.nextInt(4) == 0 && writes.size() < 4) {
        String name = "key-" + key;
        writes.add(
            switch (random.nextInt(4)) {
              case 0 -> remove(name);
              case 1 -> put(name, random.nextInt(1000), 1_000_000L + random.nextInt(1000));
              default -> put(name, "v".repeat(random.nextInt(40)) + random.nextInt(1000));
            });
      }
    }
    if (writes.isEmpty()) {
      writes.add(put("key-0", revision));
    }
    return commit(writes.toArray(new Write[0]));
  }

  /** Writes a checkpoint of a state. */
  void checkpoint(Disk disk, Recovered database, long at) {
    try (CheckpointWriter out = CheckpointWriter.begin(disk, database.database(), at, 7)) {
      state(at)
          .forEach((key, held) ->
              out.add(
                  key.getBytes(StandardCharsets.UTF_8),
                  Json.parse(held.value),
                  held.revision,
                  held.created,
                  held.expiryMillis));
      out.commit();
    }
  }

  /** Recovers, and fails unless exactly the state of the recovered revision is there. */
  Recovered recover(Disk disk) {
    State state = new State();
    Recovered recovered = Recovery.run(disk, state, false, _ -> {});
    assertThat(recovered.nextRevision()).isGreaterThan(recovered.revision());
    assertThat(state.held).isEqualTo(state(recovered.revision()));
    return recovered;
  }

  /** Collects what is recovered. */
  static class State implements RecoverySink {
    final TreeMap<String, Held> held = new TreeMap<>();

    private static String text(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void entry(byte[] key, byte[] value, long revision, long created, long expiryMillis) {
      held.put(text(key), new Held(text(value), revision, created, expiryMillis));
    }

    @Override
    public void put(byte[] key, byte[] value, long revision, long expiryMillis) {
      @Nullable Held old = held.get(text(key));
      long created = old == null ? revision : old.created;
      held.put(text(key), new Held(text(value), revision, created, expiryMillis));
    }

    @Override
    public void remove(byte[] key, long revision, boolean expired) {
      held.remove(text(key));
    }
  }
}
