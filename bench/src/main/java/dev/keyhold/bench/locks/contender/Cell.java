package dev.keyhold.bench.locks.contender;

/** What every lock protects: a plain counter. If exclusion fails, increments are lost. */
final class Cell {
  long value;
}
