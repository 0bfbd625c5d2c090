package dev.keyhold.bench.engine;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/** Which of many keys are asked for how often. */
enum Spread {
  /** All equally often. */
  UNIFORM {
    @Override
    IntSupplier below(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return () -> random.nextInt(count);
    }
  },
  /** A few of them most of the time, see {@link Zipf}. */
  ZIPF {
    @Override
    IntSupplier below(int count, long seed) {
      return new Zipf(count, seed);
    }
  };

  /** Numbers from 0 to below a count. */
  abstract IntSupplier below(int count, long seed);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
