package dev.keyhold.bench.duel;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The live objects of this JVM, counted one by one: what {@code jcmd GC.class_histogram} shows
 * after the full collection that it makes. Unlike the size of the used heap, which is rounded to
 * what the collector frees, that is exact.
 */
public final class Heap {
  /** Parts of the stacks of virtual threads that are not running. */
  private static final String FRAMES = "jdk.internal.vm.StackChunk";

  /**
   * What the collector puts where there is no object, such as behind one that has regions alone.
   */
  private static final String FILLER = "jdk.internal.vm.Filler";

  private Heap() {}

  /** The bytes of all live objects but frames; not those of gaps. */
  public static long objectBytes() {
    long bytes = 0;
    for (String line : histogram().lines().toList()) {
      String[] columns = line.strip().split("\\s+", -1);
      // "1:  instances  bytes  class (module)", below a heading and above a total.
      if (columns[0].endsWith(":") && !columns[3].equals(FRAMES) && !columns[3].contains(FILLER)) {
        bytes += Long.parseLong(columns[2]);
      }
    }
    return bytes;
  }

  private static String histogram() {
    try {
      Object text =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return (String) text;
    } catch (JMException e) {
      throw new IllegalStateException("this JVM does not count its objects", e);
    }
  }
}
