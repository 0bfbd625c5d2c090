package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.LinkType;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** Guarded data that leaves its guard. */
@BugPattern(
    altNames = "keyhold:R4",
    summary = "Guarded data leaves its guard.",
    severity = SeverityLevel.ERROR,
    linkType = LinkType.NONE)
@SuppressWarnings("serial") // Error Prone makes checks serializable; nobody serializes these.
public final class KeyholdEscapedData extends KeyholdCheck {
  public KeyholdEscapedData() {
    super(Rule.R4);
  }
}
