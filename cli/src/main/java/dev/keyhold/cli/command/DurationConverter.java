package dev.keyhold.cli.command;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 350ms}, {@code 3s}, {@code 1.5s}, {@code 2m}. */
public final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(-?)(\\d{1,9}(?:\\.\\d{1,9})?)([a-zµ]+)");

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /**
   * The longest duration a command takes: longer ones are mistakes, and would not be waited for.
   */
  private static final Duration LONGEST = Duration.ofHours(24);

  /** For picocli. */
  public DurationConverter() {}

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    Long unitNanos = matcher.matches() ? NANOS.get(matcher.group(3)) : null;
    if (unitNanos == null) {
      throw new TypeConversionException(
          "'%s' is not a duration: write a number and its unit, such as 350ms, 3s or 2m"
              .formatted(text));
    }
    BigDecimal nanos = new BigDecimal(matcher.group(2)).multiply(BigDecimal.valueOf(unitNanos));
    if (!matcher.group(1).isEmpty() && nanos.signum() != 0) {
      throw new TypeConversionException(
          "'%s' is negative: a duration is zero or more".formatted(text));
    }
    Duration duration = Duration.ofNanos(nanos.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    if (duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException(
          "'%s' is too long: the limit is %d h".formatted(text, LONGEST.toHours()));
    }
    return duration;
  }

  /**
   * The duration as {@link #convert} reads it, with the largest unit that leaves a whole number.
   */
  public static String text(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos % 1_000_000_000L == 0) {
      return nanos / 1_000_000_000L + "s";
    }
    if (nanos % 1_000_000L == 0) {
      return nanos / 1_000_000L + "ms";
    }
    return nanos + "ns";
  }
}
