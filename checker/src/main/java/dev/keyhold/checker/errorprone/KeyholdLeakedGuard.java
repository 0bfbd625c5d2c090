package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** R3: a leaked guard. */
@BugPattern(
    altNames = {"keyhold:R3"},
    summary = "a guard is not closed on every path",
    severity = SeverityLevel.ERROR,
    linkType = BugPattern.LinkType.NONE)
public final class KeyholdLeakedGuard extends KeyholdCheck {
  private static final long serialVersionUID = 1L;

  /** For Error Prone, which finds it as a service. */
  public KeyholdLeakedGuard() {
    super(Rule.R3);
  }
}
