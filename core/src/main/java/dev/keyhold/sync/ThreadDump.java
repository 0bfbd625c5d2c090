package dev.keyhold.sync;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stacks of virtual threads of which only the number is known. The JDK has no list of them, but
 * its thread dump as JSON has them all; it goes through a file, which is the JDK's only way.
 */
final class ThreadDump {
  private static final System.Logger LOG = System.getLogger("dev.keyhold.sync");

  /** The text of a frame: {@code loader/module@version/package.Class.method(where)}. */
  private static final Pattern FRAME =
      Pattern.compile(
          "(?:(?:(?<loader>[^/()]*)/(?!0x))?(?<module>[^/()@]*)(?:@(?<version>[^/()]*))?/(?!0x))?"
              + "(?<class>(?:[^/()]|/0x)+)\\.(?<method>[^./()]+)\\((?<where>.*)\\)");

  private static final int LINE_UNKNOWN = -1;
  private static final int LINE_NATIVE = -2;

  private ThreadDump() {}

  /**
   * The stacks of those of {@code ids} that the dump has. Empty if there can be no dump: without
   * the modules {@code java.management} and {@code jdk.management}, or without a place for the
   * file.
   */
  static Map<Long, List<StackTraceElement>> stacks(Set<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    try {
      return dumpAndRead(ids);
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "no thread dump: stacks will be missing in a report", e);
      return Map.of();
    }
  }

  private static Map<Long, List<StackTraceElement>> dumpAndRead(Set<Long> ids) throws IOException {
    // Stacks are for nobody else to read: a temporary directory is its owner's alone.
    Path directory = Files.createTempDirectory("keyhold");
    Path file = directory.resolve("threads.json");
    try {
      Jdk.dump(file);
      try (JsonParser parser = JsonMapper.shared().createParser(file)) {
        return read(parser, ids);
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  /** A thread is an object with its number, {@code tid}, before its {@code stack}. */
  static Map<Long, List<StackTraceElement>> read(JsonParser parser, Set<Long> ids) {
    Map<Long, List<StackTraceElement>> stacks = new HashMap<>();
    long id = 0;
    while (parser.nextToken() != null) {
      if (parser.currentToken() != JsonToken.PROPERTY_NAME) {
        continue;
      }
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("tid")) {
        id = Long.parseLong(parser.getString());
      } else if (name.equals("stack") && value == JsonToken.START_ARRAY) {
        if (ids.contains(id)) {
          stacks.put(id, frames(parser));
        } else {
          parser.skipChildren();
        }
      }
    }
    return stacks;
  }

  private static List<StackTraceElement> frames(JsonParser parser) {
    List<StackTraceElement> frames = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      frames.add(frame(parser.getString()));
    }
    return frames;
  }

  /** The inverse of {@link StackTraceElement#toString}. */
  static StackTraceElement frame(String text) {
    Matcher frame = FRAME.matcher(text);
    if (!frame.matches()) {
      return new StackTraceElement(text, "", null, LINE_UNKNOWN);
    }
    String where = frame.group("where");
    String file = null;
    int line = LINE_UNKNOWN;
    int colon = where.lastIndexOf(':');
    if (where.equals("Native Method")) {
      line = LINE_NATIVE;
    } else if (colon >= 0) {
      file = where.substring(0, colon);
      line = Integer.parseInt(where.substring(colon + 1));
    } else if (!where.equals("Unknown Source")) {
      file = where;
    }
    return new StackTraceElement(
        emptyAsNull(frame.group("loader")),
        emptyAsNull(frame.group("module")),
        frame.group("version"),
        frame.group("class"),
        frame.group("method"),
        file,
        line);
  }

  private static @Nullable String emptyAsNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** Loaded where its modules are there. */
  private static final class Jdk {
    static void dump(Path file) throws IOException {
      HotSpotDiagnosticMXBean jdk =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (jdk == null) {
        throw new IOException("this JVM has no HotSpotDiagnosticMXBean");
      }
      jdk.dumpThreads(file.toAbsolutePath().toString(), ThreadDumpFormat.JSON);
    }
  }
}
