import dev.keyhold.check.MustClose;

final class OwnTypeToClose {
  @MustClose
  static final class Lease implements AutoCloseable {
    private final Pool pool;

    Lease(Pool pool) {
      this.pool = pool;
    }

    @Override
    public void close() {
      pool.free++;
    }
  }

  static final class Pool {
    private int free = 10;

    Lease lease() {
      free--;
      return new Lease(this);
    }
  }

  static void run(Pool pool) {
    try (Lease _ = pool.lease()) {
      System.out.println("leased");
    }
    try (var _ = new Lease(pool)) {
      System.out.println("made by hand");
    }
  }
}
