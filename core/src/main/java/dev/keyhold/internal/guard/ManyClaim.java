package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claim on several keys and ranges: keys in order, spans in order, none in another. See {@link
 * ClaimBuilder} for how that is reached.
 */
final class ManyClaim extends Claim {
  /** In order of their keys, each once, none in a span. Set once, before it is shared. */
  private List<OwnToken> tokens = List.of();

  /** In order, not overlapping. Set once, before it is shared. */
  private List<Span> spans = List.of();

  ManyClaim(GuardTable table, long owner) {
    super(table, owner);
  }

  void consistsOf(List<OwnToken> sortedTokens, List<Span> sortedSpans) {
    tokens = sortedTokens;
    spans = sortedSpans;
  }

  @Override
  List<OwnToken> tokens() {
    return tokens;
  }

  @Override
  List<Span> spans() {
    return spans;
  }

  @Override
  public Mode mode() {
    return tokens.stream().anyMatch(token -> token.mode().isExclusive())
            || spans.stream().anyMatch(span -> span.mode().isExclusive())
        ? Mode.EXCLUSIVE
        : Mode.SHARED;
  }

  /** The span that contains a key; null: none does. */
  @Nullable Span spanOf(byte[] key) {
    int low = 0;
    int high = spans.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Span span = spans.get(middle);
      if (span.isBehind(key)) {
        high = middle - 1;
      } else if (span.contains(key)) {
        return span;
      } else {
        low = middle + 1;
      }
    }
    return null;
  }

  @Override
  public @Nullable Mode covers(byte[] asked) {
    Span span = spanOf(asked);
    if (span != null) {
      return span.mode();
    }
    int low = 0;
    int high = tokens.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      OwnToken token = tokens.get(middle);
      int order = Arrays.compareUnsigned(token.key(), asked);
      if (order == 0) {
        return token.mode();
      } else if (order > 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return null;
  }
}
