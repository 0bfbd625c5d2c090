package dev.keyhold;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.error.WaitTimeoutException;

/**
 * One run of the code that was given to {@link Keyhold#transact}: any keys, without naming them
 * first. Transactions are serializable, with each other and with guards and single operations: as
 * if one ran after the other.
 *
 * <p><b>Which one should I use?</b> This one when what is touched depends on what is read. If the
 * keys are known, a guard on them ({@link Keyhold#lock}, {@link Keyhold#transact(
 * java.util.Collection, TransactionFunction)}) is taken at once and never rolled back; for one key
 * {@link Keyhold#update} is the short form.
 *
 * <p><b>Locks</b> are taken as keys are touched: to read, shared; to write, exclusive; what is read
 * first and written later, shared and then exclusive. A {@link #scan} takes its range, with the
 * keys that do not exist yet, so that none appears in it. All are held to the end, and each waits
 * its turn like a guard, at most for {@link KeyholdBuilder#waitMax}: {@link WaitTimeoutException}.
 *
 * <p><b>Deadlocks.</b> Where transactions wait for each other in a circle, with locks of other
 * kinds in it or not, the youngest is rolled back: the operation that waits throws a {@link
 * RolledBackException}, which the code should let pass, and the code runs again. It keeps its age,
 * so that it becomes the oldest at last, and grows more patient: what it has touched before is
 * taken at once before its third run, everything before its ninth. So it is never starved by
 * others.
 *
 * <p><b>Commit.</b> Nobody sees anything of it before the code returns; then everybody sees all of
 * it, at one revision. If the code throws, nothing has happened. A transaction that was rolled back
 * never commits, whatever the code does with the exception.
 *
 * <p><b>What is not part of it:</b> operations on the {@link Keyhold} itself. Its reads see what is
 * committed; its writes count at once and are not undone, and one to a key that this transaction
 * has touched is a {@link DeadlockException}.
 *
 * <p>Used by the task that runs the code, until the code ends: {@link IllegalStateException},
 * {@link ClosedException}. Writing methods may also throw a {@link LimitException}.
 */
public interface Transaction extends KeyAccess {}
