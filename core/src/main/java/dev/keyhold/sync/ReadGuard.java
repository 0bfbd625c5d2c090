package dev.keyhold.sync;

import org.jspecify.annotations.Nullable;

/**
 * One hold of an {@link RwLock} for reading, beside others. It may be held across a suspension, and
 * closed by another task or thread. It cannot become a guard for writing; see {@link
 * UpgradableGuard}.
 *
 * @param <T> what the lock owns
 */
public final class ReadGuard<T> extends SharedGuard<T> {
  ReadGuard(RwLock<T> lock, long ticket, @Nullable Share share) {
    super(lock, ticket, share);
  }
}
