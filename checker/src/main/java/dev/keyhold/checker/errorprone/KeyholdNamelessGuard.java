package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.LinkType;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** A guard without a name, which nothing releases. */
@BugPattern(
    altNames = "keyhold:R5",
    summary = "A guard has no name, and nothing ever releases it.",
    severity = SeverityLevel.ERROR,
    linkType = LinkType.NONE)
@SuppressWarnings("serial") // Error Prone makes checks serializable; nobody serializes these.
public final class KeyholdNamelessGuard extends KeyholdCheck {
  public KeyholdNamelessGuard() {
    super(Rule.R5);
  }
}
