package dev.keyhold.internal.wait;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** From the acquisition of a lock to its release. */
@Name("keyhold.LockHold")
@Label("Lock Hold")
@Category("Keyhold")
@Description("A guard was held for longer than the threshold")
@Enabled(false)
@Threshold("10 ms")
@StackTrace
public final class LockHoldEvent extends Event {
  /** The lock's name. */
  @Label("Lock")
  public String lock = "";

  /** Who held it. */
  @Label("Task")
  public String task = "";

  /** How it was held. */
  @Label("Mode")
  public String mode = "";

  /** An event without values yet. */
  public LockHoldEvent() {}
}
