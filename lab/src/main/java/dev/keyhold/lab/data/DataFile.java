package dev.keyhold.lab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of JSON into entries: the elements of an array, the values of JSON lines, or the
 * members of one object. The file is read as a stream; the entries are kept.
 */
public final class DataFile {
  private static final String SAMPLE = "sample.jsonl";

  private DataFile() {}

  /** Hears how far the reading is, every few thousand bytes. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called after a read of the file.
     *
     * @param bytesRead of the file
     * @param bytesTotal the file's size
     * @param entries read so far
     */
    void at(long bytesRead, long bytesTotal, long entries);
  }

  /**
   * Reads {@code file}.
   *
   * @param template null for {@link KeyTemplate#NAMED} where the file is an object, and {@link
   *     KeyTemplate#NUMBERED} elsewhere
   * @throws DataException if the file cannot be read, is empty, is not JSON, or has an element that
   *     the template finds no key for
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static List<Entry> read(Path file, @Nullable KeyTemplate template, Progress progress)
      throws DataException, InterruptedException {
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a directory: give a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file), file.toString(), template, progress);
    } catch (NoSuchFileException e) {
      throw new DataException(file + " does not exist: give a file that does");
    } catch (AccessDeniedException e) {
      throw new DataException(file + " may not be read: change its permissions");
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /**
   * Reads the sample that comes with the lab: 600 articles in five warehouses.
   *
   * @param template null for {@code item:{/warehouse}:{#}}
   * @throws DataException if the template finds no key for an element
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static List<Entry> sample(@Nullable KeyTemplate template)
      throws DataException, InterruptedException {
    KeyTemplate keys = template == null ? KeyTemplate.parse("item:{/warehouse}:{#}") : template;
    try (InputStream in = DataFile.class.getResourceAsStream(SAMPLE)) {
      if (in == null) {
        throw new AssertionError(SAMPLE + " belongs to the jar");
      }
      return read(in, 0, "the sample", keys, (_, _, _) -> {});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Entry> read(
      InputStream in,
      long bytesTotal,
      String name,
      @Nullable KeyTemplate template,
      Progress progress)
      throws IOException, DataException, InterruptedException {
    List<Entry> entries = new ArrayList<>();
    ElementReader reader =
        new ElementReader(
            name,
            (shape, element) -> {
              KeyTemplate keys =
                  template != null
                      ? template
                      : shape == ElementReader.Shape.OBJECT
                          ? KeyTemplate.NAMED
                          : KeyTemplate.NUMBERED;
              entries.add(new Entry(keys.key(element), element.value()));
            });
    long[] bytesRead = {0};
    reader.read(
        in,
        count -> {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          bytesRead[0] += count;
          progress.at(bytesRead[0], bytesTotal, entries.size());
        });
    return entries;
  }
}
