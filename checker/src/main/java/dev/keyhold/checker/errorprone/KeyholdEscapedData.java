package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** R4: guarded data that leaves its guard. */
@BugPattern(
    altNames = {"keyhold:R4"},
    summary = "guarded data leaves its guard",
    severity = SeverityLevel.ERROR,
    linkType = BugPattern.LinkType.NONE)
public final class KeyholdEscapedData extends KeyholdCheck {
  private static final long serialVersionUID = 1L;

  /** For Error Prone, which finds it as a service. */
  public KeyholdEscapedData() {
    super(Rule.R4);
  }
}
