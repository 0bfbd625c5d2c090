import dev.keyhold.check.MustClose;

final class NamelessOwnType {
  @MustClose
  interface Connection extends AutoCloseable {
    String ask(String question);

    @Override
    void close();
  }

  interface Pool {
    Connection connect();
  }

  static String ask(Pool pool) {
    return pool.connect().ask("who?"); // refused: R5
  }
}
