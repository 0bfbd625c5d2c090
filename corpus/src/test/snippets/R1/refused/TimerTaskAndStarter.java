import java.util.ArrayList;
import java.util.Timer;
import java.util.TimerTask;

final class TimerTaskAndStarter {
  static void remind(Timer timer) {
    var reminders = new ArrayList<String>();
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            reminders.remove(0);
          }
        },
        1000);
    reminders.add("tea"); // refused: R1
  }
}
