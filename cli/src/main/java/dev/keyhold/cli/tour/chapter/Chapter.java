package dev.keyhold.cli.tour.chapter;

import java.util.List;

/** One chapter of the tour: something to know, code that shows it, and what came of running it. */
public interface Chapter {

  /** All chapters, in the order in which they are told. */
  static List<Chapter> all() {
    return List.of(
        new DatabaseChapter(),
        new UnsynchronizedChapter(),
        new BlockingMutexChapter(),
        new GuardAcrossSuspensionChapter(),
        new AsyncMutexChapter(),
        new AsyncMutexAsyncChapter());
  }

  /** What it is called on the command line. */
  String name();

  /** What it is about, in one line. */
  String title();

  /** What a newcomer should know before reading the code; a blank line parts paragraphs. */
  String explanation();

  /**
   * What is shown before the code.
   *
   * @param live where its lines go
   */
  default void introduce(Live live) {}

  /**
   * Runs the chapter's code.
   *
   * @param setting in which time, for how long, in which order
   * @param live where its lines go while it runs
   * @return the summary: what this showed, with figures; a blank line parts paragraphs
   */
  String run(Setting setting, Live live);

  /** The time that {@link #run} runs in, given this setting. */
  default String time(Setting setting) {
    return setting.virtual() ? "virtual time" : "real time";
  }
}
