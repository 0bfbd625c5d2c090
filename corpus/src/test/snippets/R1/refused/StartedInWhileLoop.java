import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

final class StartedInWhileLoop {
  static void serve(ServerSocket server, Executor pool) throws IOException {
    final Set<Socket> open = new HashSet<>();
    while (!server.isClosed()) {
      Socket socket = server.accept();
      pool.execute(
          () -> {
            open.add(socket); // refused: R1
          });
    }
  }
}
