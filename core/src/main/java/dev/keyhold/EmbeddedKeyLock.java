package dev.keyhold;

import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.guard.ClaimBuilder;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.wait.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exclusive guards on one key or a few: what {@link EmbeddedRequest} does, by a shorter way. */
final class EmbeddedKeyLock {
  /*
   * The entries are looked for first. Whoever takes a guard reads or writes next, so the places in
   * memory are needed anyway; a key that has an entry is known to be valid; and the entry has its
   * bytes. It may be dead by the time the guard is granted, which the guard finds out.
   */
  private EmbeddedKeyLock() {}

  /** See {@link Keyhold#lock(String...)}; at most {@link Touched#FIRST_MAX} keys. */
  static KeyGuard lock(Engine engine, String... keys) throws InterruptedException {
    if (keys.length == 1) {
      return lock(engine, keys[0]);
    }
    Touched touched = new Touched();
    Claim claim = claim(engine, touched, keys);
    if (!engine.table.acquire(claim, engine.waitNanosMax)) {
      throw engine.timeout(claim.target(), engine.waitMax);
    }
    return new EmbeddedGuard(engine, claim, List.of(), touched);
  }

  private static KeyGuard lock(Engine engine, String key) throws InterruptedException {
    Entry<Version> entry = engine.find(key);
    Claim claim = engine.table.claim(bytes(key, entry), key.hashCode(), Mode.EXCLUSIVE);
    if (!engine.table.acquire(claim, engine.waitNanosMax)) {
      throw engine.timeout(claim.target(), engine.waitMax);
    }
    return granted(engine, claim, key, entry);
  }

  /** The same for one key, without regard to interrupts. */
  static KeyGuard lockUninterruptibly(Engine engine, String key) {
    Entry<Version> entry = engine.find(key);
    Claim claim = engine.table.claim(bytes(key, entry), key.hashCode(), Mode.EXCLUSIVE);
    if (!engine.table.acquireUninterruptibly(claim, engine.waitNanosMax)) {
      throw engine.timeout(claim.target(), engine.waitMax);
    }
    return granted(engine, claim, key, entry);
  }

  /** What it needs beside the claim is made now: those who wait do without. */
  private static KeyGuard granted(
      Engine engine, Claim claim, String key, @Nullable Entry<Version> entry) {
    Touched touched = new Touched();
    touched.add(key, Mode.EXCLUSIVE, entry);
    return new EmbeddedGuard(engine, claim, List.of(), touched);
  }

  private static Claim claim(Engine engine, Touched touched, String... keys) {
    ClaimBuilder claims = engine.table.claims();
    for (String key : keys) {
      Entry<Version> entry = engine.find(key);
      claims.key(bytes(key, entry), key.hashCode(), Mode.EXCLUSIVE);
      if (touched.find(key) == null) {
        touched.add(key, Mode.EXCLUSIVE, entry);
      }
    }
    return claims.build();
  }

  private static byte[] bytes(String key, @Nullable Entry<Version> entry) {
    return entry == null ? Utf8.encode(key) : entry.keyBytes();
  }
}
