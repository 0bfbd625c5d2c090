package dev.keyhold.internal.wait;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** From a request that had to wait to its grant or withdrawal. */
@Name("keyhold.LockWait")
@Label("Lock Wait")
@Category("Keyhold")
@Description("A request for a lock waited for longer than the threshold")
@Threshold("10 ms")
@StackTrace
public final class LockWaitEvent extends Event {
  /** The lock's name. */
  @Label("Lock")
  public String lock = "";

  /** Who waited. */
  @Label("Task")
  public String task = "";

  /** What was asked for. */
  @Label("Mode")
  public String mode = "";

  /** Whether the wait ended with the lock. */
  @Label("Granted")
  public boolean granted;

  /** An event without values yet. */
  public LockWaitEvent() {}
}
