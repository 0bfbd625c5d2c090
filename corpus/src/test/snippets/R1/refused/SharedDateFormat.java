import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Its format method changes it, whatever its name says. */
final class SharedDateFormat {
  static void print(List<Date> dates, ExecutorService pool) {
    SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd");
    for (Date date : dates) {
      pool.execute(() -> System.out.println(format.format(date))); // refused: R1
    }
  }
}
