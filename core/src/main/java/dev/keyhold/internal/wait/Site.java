package dev.keyhold.internal.wait;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The line of the user's code that asked for something. */
public final class Site {
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** The database's own package. */
  private static final String FRONT = "dev.keyhold";

  private Site() {}

  /** The nearest frame outside Keyhold's locks and the JDK; null if there is none. */
  public static @Nullable StackTraceElement capture() {
    Optional<StackWalker.StackFrame> frame =
        WALKER.walk(frames -> frames.filter(f -> isUsers(f.getClassName())).findFirst());
    return frame.map(StackWalker.StackFrame::toStackTraceElement).orElse(null);
  }

  /** The current line, if lines are recorded. */
  public static @Nullable StackTraceElement now() {
    return Recording.on(Recording.SITES) ? capture() : null;
  }

  /** Whether the method of {@code site} is running on the current thread. */
  public static boolean isOnStack(StackTraceElement site) {
    return WALKER.walk(frames ->
        frames.anyMatch(f ->
            f.getClassName().equals(site.getClassName())
                && f.getMethodName().equals(site.getMethodName())));
  }

  /** {@code at Class.method(File.java:12)}, or how to have it recorded. */
  public static String describe(@Nullable StackTraceElement site) {
    return site == null ? "(line not recorded: " + Recording.HOW + ")" : "at " + site;
  }

  private static boolean isRooms(String className) {
    return (className.startsWith("dev.keyhold.sync.")
            || className.startsWith("dev.keyhold.internal.guard.")
            || isDatabase(className))
        && !className.endsWith("Test");
  }

  /** The shared database's front and what it is made of; tests are in its package, too. */
  private static boolean isDatabase(String className) {
    return (className.startsWith("dev.keyhold.internal.version.")
            || className.lastIndexOf('.') == FRONT.length())
        && className.startsWith(FRONT)
        && !className.contains("Test");
  }

  private static boolean isUsers(String className) {
    return !isRooms(className)
        && !className.startsWith("dev.keyhold.internal.wait.")
        && !className.startsWith("java.")
        && !className.startsWith("jdk.");
  }
}
