package dev.keyhold.internal.wait;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A lock that is held or waited for, from time to time. */
@Name("keyhold.LockState")
@Label("Lock State")
@Category("Keyhold")
@Description("A lock that is held or waited for, looked at periodically")
@Period("1 s")
@StackTrace(false)
public final class LockStateEvent extends Event {
  /** The lock's name. */
  @Label("Lock")
  public String lock = "";

  /** The first of those who hold it. */
  @Label("Holder")
  public String holder = "";

  /** How many hold it. */
  @Label("Holders")
  public int holders;

  /** How many wait for it. */
  @Label("Waiters")
  public int waiters;

  /** How long the first in line has waited, in nanoseconds. */
  @Label("First Waited")
  @Timespan(Timespan.NANOSECONDS)
  public long firstWaited;

  /** The lock's report as text, without stacks. */
  @Label("Report")
  public String report = "";

  /** An event without values yet. */
  public LockStateEvent() {}
}
