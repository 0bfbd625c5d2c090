package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.LinkType;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** A thread-bound guard held across a suspension. */
@BugPattern(
    altNames = "keyhold:R2",
    summary = "A thread-bound guard, or a lock, is held across a suspension.",
    severity = SeverityLevel.ERROR,
    linkType = LinkType.NONE)
@SuppressWarnings("serial") // Error Prone makes checks serializable; nobody serializes these.
public final class KeyholdGuardAcrossSuspension extends KeyholdCheck {
  public KeyholdGuardAcrossSuspension() {
    super(Rule.R2);
  }
}
