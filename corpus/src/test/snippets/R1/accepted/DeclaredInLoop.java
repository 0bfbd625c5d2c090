import java.util.concurrent.ExecutorService;

final class DeclaredInLoop {
  static void render(Iterable<String> pages, ExecutorService pool) {
    for (String page : pages) {
      StringBuilder html = new StringBuilder("<html>");
      html.append(page);
      pool.execute(() -> System.out.println(html.append("</html>")));
    }
  }
}
