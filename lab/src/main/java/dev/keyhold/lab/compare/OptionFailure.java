package dev.keyhold.lab.compare;

/** An option did not do its work: one of its tasks failed. */
public final class OptionFailure extends Exception {
  private static final long serialVersionUID = 1L;

  OptionFailure(SharingOption option, Throwable cause) {
    super("%s: a task failed: %s".formatted(option.label(), cause), cause);
  }
}
