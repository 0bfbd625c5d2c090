import java.util.TreeMap;
import java.util.concurrent.Executor;

final class StartedInLabelledLoops {
  static void scan(int[][] grid, Executor pool) {
    TreeMap<Integer, Integer> histogram = new TreeMap<>();
    rows:
    for (int[] row : grid) {
      for (int cell : row) {
        if (cell < 0) {
          continue rows;
        }
        pool.execute(() -> histogram.merge(cell, 1, Integer::sum)); // refused: R1
        break;
      }
    }
  }
}
