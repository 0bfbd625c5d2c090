package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** R1: shared without synchronisation. */
@BugPattern(
    altNames = {"keyhold:R1"},
    summary = "data is shared by tasks, and nothing keeps them apart",
    severity = SeverityLevel.ERROR,
    linkType = BugPattern.LinkType.NONE)
public final class KeyholdSharedUnsynchronised extends KeyholdCheck {
  private static final long serialVersionUID = 1L;

  /** For Error Prone, which finds it as a service. */
  public KeyholdSharedUnsynchronised() {
    super(Rule.R1);
  }
}
