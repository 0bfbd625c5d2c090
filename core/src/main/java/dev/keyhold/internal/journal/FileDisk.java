package dev.keyhold.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the file system.
 *
 * <p>An interrupt closes the file that the interrupted thread is writing or reading: use it on
 * threads that nobody interrupts.
 */
public final class FileDisk implements Disk {
  /** What systems say when there is no room; a quota counts as room. */
  private static final List<String> NO_ROOM =
      List.of("no space left", "not enough space", "quota exceeded", "file too large");

  /** Below this, a write that failed for a reason unknown has failed for want of room. */
  private static final long ROOM_BYTES_MIN = 64 << 10;

  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private final Path directory;

  private FileDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * A directory, made if it is not there.
   *
   * @throws dev.keyhold.error.StorageUnusableException it cannot be made
   */
  public static FileDisk at(Path directory) {
    FileDisk disk = new FileDisk(directory);
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
          syncDirectory(parent);
        }
      }
    } catch (IOException e) {
      throw Trouble.unreadable(disk, e);
    }
    return disk;
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Override
  public DiskFile create(String name) throws IOException {
    try {
      return new Open(
          FileChannel.open(
              directory.resolve(name),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw sorted(e);
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new Open(
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    try {
      Files.move(
          directory.resolve(from),
          directory.resolve(to),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw sorted(e);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void sync() throws IOException {
    syncDirectory(directory);
  }

  /** Windows neither lets a directory be opened nor needs it: names are journaled there. */
  private static void syncDirectory(Path directory) throws IOException {
    if (!WINDOWS) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public @Nullable Closeable lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FileNames.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // somebody in this process: as good as another one
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      return null;
    }
    String process = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)), 0);
    return channel;
  }

  private IOException sorted(IOException failure) {
    String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    boolean full = NO_ROOM.stream().anyMatch(said::contains) || roomBytes() < ROOM_BYTES_MIN;
    return full ? new NoRoomException(said, failure) : failure;
  }

  private long roomBytes() {
    try {
      FileStore store = Files.getFileStore(directory);
      return store.getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // then it is not known to be full
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private final class Open implements DiskFile {
    private final FileChannel channel;

    Open(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
      try {
        long at = offset;
        while (bytes.hasRemaining()) {
          at += channel.write(bytes, at);
        }
      } catch (IOException e) {
        throw sorted(e);
      }
    }

    @Override
    public int read(ByteBuffer bytes, long offset) throws IOException {
      int from = bytes.position();
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position() - from) < 0) {
          break;
        }
      }
      return bytes.position() - from;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
