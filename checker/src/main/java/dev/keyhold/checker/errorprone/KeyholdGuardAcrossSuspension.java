package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** R2: a thread-bound guard held across a suspension. */
@BugPattern(
    altNames = {"keyhold:R2"},
    summary = "a thread-bound guard is held across a suspension",
    severity = SeverityLevel.ERROR,
    linkType = BugPattern.LinkType.NONE)
public final class KeyholdGuardAcrossSuspension extends KeyholdCheck {
  private static final long serialVersionUID = 1L;

  /** For Error Prone, which finds it as a service. */
  public KeyholdGuardAcrossSuspension() {
    super(Rule.R2);
  }
}
