package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.Duel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The {@link Duel} of one row.
 *
 * <p>Arguments: {@code ROW SAMPLES SAMPLE_MILLIS WARMUP_MILLIS [FILE …]}.
 */
public final class JsonDuel {
  private JsonDuel() {}

  /** See above. */
  public static void main(String[] args) throws InterruptedException {
    Duel.main(args[0], () -> run(args));
  }

  private static void run(String... args) throws InterruptedException {
    JsonRow row = JsonPlan.row(args[0]);
    int samples = Integer.parseInt(args[1]);
    long sampleNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
    long warmupNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3]));
    List<Path> files = Arrays.stream(args).skip(4).map(Path::of).toList();
    List<byte[]> texts = Documents.of(files).texts(row.documents());
    Operation ours = row.ours().making().apply(texts);
    Operation peer = row.peer().making().apply(texts);
    Agreement.require(row, ours, peer, texts.size());
    Duel.fight(
        row.ours().sampling().of(ours, texts, sampleNanos),
        row.peer().sampling().of(peer, texts, sampleNanos),
        samples,
        warmupNanos);
  }
}
