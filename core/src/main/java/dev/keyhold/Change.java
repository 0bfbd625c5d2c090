package dev.keyhold;

import dev.keyhold.json.Json;
import java.util.Optional;

/**
 * What a commit did to one key, as a {@link Watch} tells it. A commit has one change of a key at
 * the most: a guard that wrote a key three times before it committed has changed it once.
 *
 * @param key the key
 * @param kind what happened to it
 * @param value what is there from this revision on; empty if it was removed
 * @param before what was there until then; empty if there was nothing
 * @param revision of the commit
 */
public record Change(
    String key, Kind kind, Optional<Json> value, Optional<Json> before, long revision) {

  /** What happened to a key. */
  public enum Kind {
    /** There was nothing, and now there is a value. */
    INSERTED,
    /** A value took the place of another, which may be equal to it. */
    REPLACED,
    /** There was a value, and somebody took it out. */
    REMOVED,
    /** There was a value, and its time was over. */
    EXPIRED
  }
}
