package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.LinkType;
import com.google.errorprone.BugPattern.SeverityLevel;
import dev.keyhold.checker.rule.Rule;

/** Shared without synchronisation. */
@BugPattern(
    altNames = "keyhold:R1",
    summary = "A value that is not made for several tasks is shared without synchronisation.",
    severity = SeverityLevel.ERROR,
    linkType = LinkType.NONE)
@SuppressWarnings("serial") // Error Prone makes checks serializable; nobody serializes these.
public final class KeyholdSharedUnsynchronised extends KeyholdCheck {
  public KeyholdSharedUnsynchronised() {
    super(Rule.R1);
  }
}
