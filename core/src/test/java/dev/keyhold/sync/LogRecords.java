package dev.keyhold.sync;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged under a name while this is open; it goes nowhere else. */
final class LogRecords extends Handler implements AutoCloseable {
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private LogRecords(Logger logger) {
    this.logger = logger;
  }

  static LogRecords of(String name) {
    LogRecords records = new LogRecords(Logger.getLogger(name));
    records.logger.addHandler(records);
    records.logger.setUseParentHandlers(false);
    return records;
  }

  List<LogRecord> records() {
    return records;
  }

  @Override
  public void publish(LogRecord entry) {
    records.add(entry);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
