package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** R6: a lock within itself. */
@BugPattern(
    altNames = {"keyhold:R6"},
    summary = "a lock is asked for by code that holds it",
    severity = SeverityLevel.ERROR,
    linkType = BugPattern.LinkType.NONE)
public final class KeyholdLockWithinItself extends KeyholdCheck {
  private static final long serialVersionUID = 1L;

  /** For Error Prone, which finds it as a service. */
  public KeyholdLockWithinItself() {
    super(Rule.R6);
  }
}
