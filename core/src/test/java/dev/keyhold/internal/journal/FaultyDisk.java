package dev.keyhold.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps what was synced apart from what was only written, and so knows every
 * state that a crash may leave; it fails where it is told to.
 */
final class FaultyDisk implements Disk {
  /** What an operation does that is told to fail. */
  enum Fault {
    /** It is the last one; it may have happened as a whole, in part, or not at all. */
    CRASH,
    /** A sync says that it failed; what it should have synced is lost, though reading shows it. */
    SYNC,
    /** A write stops half-way. */
    SHORT
  }

  /** What of the unsynced is there after a crash. */
  interface Choice {
    /**
     * How many of the first bytes of a write are there.
     *
     * @param last whether it was the last operation before the crash
     */
    int written(int length, boolean last);

    /** Whether a change of a name, or a cut, is there. */
    boolean happened();
  }

  /** Bytes written at an offset; or, with null, a cut there. */
  private static final class Change {
    final long offset;
    final byte @Nullable [] bytes;

    Change(long offset, byte @Nullable [] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }
  }

  private static final class Node {
    byte[] durable = {};
    byte[] current = {};
    final List<Change> pending = new ArrayList<>();
  }

  private final TreeMap<String, Node> names = new TreeMap<>();
  private final TreeMap<String, Node> durableNames = new TreeMap<>();
  private final List<Map<String, @Nullable Node>> pendingNames = new ArrayList<>();

  private int operations;
  private int faultAt = -1;
  private Fault fault = Fault.CRASH;
  private boolean crashed;
  private @Nullable Change lastChange;
  private long roomBytes = Long.MAX_VALUE;
  private int syncs;
  private boolean locked;

  // ── faults ─────────────────────────────────────────────────────────────────────────────────

  /** The operation of that number, from 1, fails; only those count that change something. */
  synchronized void failAt(int operation, Fault how) {
    faultAt = operation;
    fault = how;
  }

  /** The next sync fails. */
  synchronized void failNextSync() {
    faultAt = -2;
    fault = Fault.SYNC;
  }

  synchronized boolean hasCrashed() {
    return crashed;
  }

  /** From now on all files together may have so many bytes. */
  synchronized void room(long bytes) {
    roomBytes = bytes;
  }

  synchronized long usedBytes() {
    return names.values().stream().mapToLong(node -> node.current.length).sum();
  }

  synchronized int operations() {
    return operations;
  }

  /** How often files were synced. */
  synchronized int syncs() {
    return syncs;
  }

  /** The disk after a crash now. */
  synchronized FaultyDisk after(Choice choice) {
    FaultyDisk after = new FaultyDisk();
    TreeMap<String, Node> there = new TreeMap<>(durableNames);
    for (Map<String, @Nullable Node> change : pendingNames) {
      if (choice.happened()) {
        change.forEach((name, node) -> {
          if (node == null) {
            there.remove(name);
          } else {
            there.put(name, node);
          }
        });
      }
    }
    there.forEach((name, node) -> after.put(name, contents(node, choice)));
    return after;
  }

  private byte[] contents(Node node, Choice choice) {
    byte[] bytes = node.durable;
    for (Change each : node.pending) {
      if (each.bytes == null) {
        bytes = choice.happened() ? applied(bytes, each, 0) : bytes;
      } else {
        int count = choice.written(each.bytes.length, each == lastChange);
        bytes = count == 0 ? bytes : applied(bytes, each, count);
      }
    }
    return bytes;
  }

  private static byte[] applied(byte[] bytes, Change change, int count) {
    int offset = (int) change.offset;
    if (change.bytes == null) {
      return Arrays.copyOf(bytes, offset);
    }
    byte[] after = Arrays.copyOf(bytes, Math.max(bytes.length, offset + count));
    System.arraycopy(change.bytes, 0, after, offset, count);
    return after;
  }

  private void put(String name, byte[] bytes) {
    Node node = new Node();
    node.durable = bytes;
    node.current = bytes;
    names.put(name, node);
    durableNames.put(name, node);
  }

  /** A disk with the same files, all of them durable. */
  synchronized FaultyDisk copy() {
    FaultyDisk copy = new FaultyDisk();
    names.forEach((name, node) -> copy.put(name, node.current));
    return copy;
  }

  synchronized List<String> fileNames() {
    return List.copyOf(names.keySet());
  }

  synchronized byte[] bytes(String name) {
    return there(name).current.clone();
  }

  synchronized void set(String name, byte[] bytes) {
    put(name, bytes.clone());
  }

  /** Turns one bit over. */
  synchronized void flip(String name, int bit) {
    byte[] bytes = bytes(name);
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    put(name, bytes);
  }

  private boolean fails(Fault kind) throws IOException {
    if (crashed) {
      throw new IOException("crashed");
    }
    operations++;
    boolean now = operations == faultAt || (faultAt == -2 && kind == Fault.SYNC);
    if (now && fault == Fault.CRASH) {
      crashed = true;
    }
    if (now && faultAt == -2) {
      faultAt = -1;
    }
    return now && fault == kind;
  }

  private void end() throws IOException {
    if (crashed) {
      throw new IOException("crashed");
    }
  }

  // ── the directory ──────────────────────────────────────────────────────────────────────────

  private Node there(String name) {
    Node node = names.get(name);
    if (node == null) {
      throw new AssertionError("no file " + name + " among " + names.keySet());
    }
    return node;
  }

  @Override
  public synchronized List<String> list() throws IOException {
    end();
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized DiskFile create(String name) throws IOException {
    fails(Fault.SHORT);
    Node node = new Node();
    change(name, node, null);
    end();
    return new Open(node);
  }

  @Override
  public synchronized DiskFile open(String name) throws IOException {
    end();
    return new Open(there(name));
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    fails(Fault.SHORT);
    Node node = there(from);
    change(from, null, Map.entry(to, node));
    end();
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    fails(Fault.SHORT);
    if (names.containsKey(name)) {
      change(name, null, null);
    }
    end();
  }

  private void change(String name, @Nullable Node node, Map.@Nullable Entry<String, Node> more) {
    Map<String, @Nullable Node> change = new LinkedHashMap<>();
    change.put(name, node);
    if (more != null) {
      change.put(more.getKey(), more.getValue());
    }
    pendingNames.add(change);
    change.forEach((each, file) -> {
      if (file == null) {
        names.remove(each);
      } else {
        names.put(each, file);
      }
    });
    lastChange = null;
  }

  @Override
  public synchronized void sync() throws IOException {
    if (fails(Fault.SYNC)) {
      throw new IOException("the directory was not synced");
    }
    end();
    durableNames.clear();
    durableNames.putAll(names);
    pendingNames.clear();
  }

  @Override
  public synchronized @Nullable Closeable lock() {
    if (locked) {
      return null;
    }
    locked = true;
    return () -> {
      synchronized (this) {
        locked = false;
      }
    };
  }

  @Override
  public String toString() {
    return "/faulty";
  }

  // ── files ──────────────────────────────────────────────────────────────────────────────────

  private final class Open implements DiskFile {
    private final Node node;

    Open(Node node) {
      this.node = node;
    }

    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
      synchronized (FaultyDisk.this) {
        boolean isShort = fails(Fault.SHORT);
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        long grows = Math.max(0, offset + all.length - node.current.length);
        long room = roomBytes - usedBytes();
        if (grows > room) {
          write(
              Arrays.copyOf(
                  all, (int) Math.max(0, Math.min(all.length, all.length - grows + room))),
              offset);
          throw new NoRoomException("no space left", null);
        }
        write(isShort ? Arrays.copyOf(all, all.length / 2) : all, offset);
        end();
        if (isShort) {
          throw new IOException("a short write");
        }
      }
    }

    private void write(byte[] bytes, long offset) {
      change(new Change(offset, bytes));
    }

    private void change(Change change) {
      lastChange = change;
      node.pending.add(change);
      node.current = applied(node.current, change, change.bytes == null ? 0 : change.bytes.length);
    }

    @Override
    public int read(ByteBuffer bytes, long offset) throws IOException {
      synchronized (FaultyDisk.this) {
        end();
        int count = Math.clamp(node.current.length - offset, 0, bytes.remaining());
        bytes.put(node.current, (int) offset, count);
        return count;
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (FaultyDisk.this) {
        end();
        return node.current.length;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyDisk.this) {
        fails(Fault.SHORT);
        change(new Change(size, null));
        end();
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (FaultyDisk.this) {
        boolean failed = fails(Fault.SYNC);
        end();
        if (failed) {
          node.pending.clear(); // the system believes it to be clean, and never writes it
          throw new IOException("not synced");
        }
        syncs++;
        for (Change each : node.pending) { // not `current`: it may show what a failed sync has lost
          node.durable = applied(node.durable, each, each.bytes == null ? 0 : each.bytes.length);
        }
        node.pending.clear();
      }
    }

    @Override
    public void close() {}
  }
}
