package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.LinkType;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** A guard, or a request for one, that is not closed on every path. */
@BugPattern(
    altNames = "keyhold:R3",
    summary = "A guard, or a request for one, is not closed on every path.",
    severity = SeverityLevel.ERROR,
    linkType = LinkType.NONE)
@SuppressWarnings("serial") // Error Prone makes checks serializable; nobody serializes these.
public final class KeyholdLeakedGuard extends KeyholdCheck {
  public KeyholdLeakedGuard() {
    super(Rule.R3);
  }
}
