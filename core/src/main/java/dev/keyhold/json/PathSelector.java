package dev.keyhold.json;

import java.util.List;

/** What a query's brackets choose among the children of a node (RFC 9535, section 2.3). */
sealed interface PathSelector {

  /**
   * A member.
   *
   * @param name unescaped
   * @param quoted its canonical JSON string, as it stands in minified text
   */
  record Name(String name, PathValue quoted) implements PathSelector {}

  /** All children. */
  record Wildcard() implements PathSelector {}

  /**
   * An element.
   *
   * @param index from the end if negative
   */
  record Index(long index) implements PathSelector {}

  /**
   * Elements at regular distances.
   *
   * @param start where to begin; {@link #ABSENT}: at the end the step leads away from
   * @param end before which to stop; {@link #ABSENT}: never
   * @param step 0 chooses nothing
   */
  record Slice(long start, long end, long step) implements PathSelector {
    /** Beyond what a query can say: its integers have 53 bits. */
    static final long ABSENT = Long.MIN_VALUE;
  }

  /** The children that something holds of. */
  record Filter(PathTest test) implements PathSelector {}

  /**
   * One step of a query.
   *
   * @param descendants whether the selectors are applied to a node and all below it, or to it alone
   */
  record Segment(boolean descendants, List<PathSelector> selectors) {

    /** Whether it leads from one node to one node at the most. */
    boolean isSingular() {
      return !descendants
          && selectors.size() == 1
          && (selectors.getFirst() instanceof Name || selectors.getFirst() instanceof Index);
    }
  }

  /**
   * A query within a query.
   *
   * @param fromRoot whether it begins at the whole value, or at the node that is tested
   */
  record Query(boolean fromRoot, List<Segment> segments) {
    boolean isSingular() {
      return segments.stream().allMatch(Segment::isSingular);
    }
  }
}
