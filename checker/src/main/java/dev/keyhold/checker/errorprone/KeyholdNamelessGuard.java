package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** R5: a guard without a name. */
@BugPattern(
    altNames = {"keyhold:R5"},
    summary = "a guard has no name, so nothing can close it",
    severity = SeverityLevel.ERROR,
    linkType = BugPattern.LinkType.NONE)
public final class KeyholdNamelessGuard extends KeyholdCheck {
  private static final long serialVersionUID = 1L;

  /** For Error Prone, which finds it as a service. */
  public KeyholdNamelessGuard() {
    super(Rule.R5);
  }
}
