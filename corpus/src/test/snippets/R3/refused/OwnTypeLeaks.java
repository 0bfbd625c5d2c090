import dev.keyhold.check.MustClose;

final class OwnTypeLeaks {
  @MustClose
  interface Lease extends AutoCloseable {
    String name();

    @Override
    void close();
  }

  interface NamedLease extends Lease {}

  interface Pool {
    NamedLease lease();
  }

  static void run(Pool pool) {
    NamedLease lease = pool.lease(); // refused: R3
    System.out.println(lease.name());
  }
}
