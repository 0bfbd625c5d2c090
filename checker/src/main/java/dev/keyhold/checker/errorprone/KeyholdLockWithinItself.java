package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.LinkType;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** A lock within itself. */
@BugPattern(
    altNames = "keyhold:R6",
    summary = "A lock is acquired by whoever holds it already.",
    severity = SeverityLevel.ERROR,
    linkType = LinkType.NONE)
@SuppressWarnings("serial") // Error Prone makes checks serializable; nobody serializes these.
public final class KeyholdLockWithinItself extends KeyholdCheck {
  public KeyholdLockWithinItself() {
    super(Rule.R6);
  }
}
