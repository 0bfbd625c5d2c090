package dev.keyhold.checker.rule;

/** How much a finding matters. */
public enum Severity {
  OFF,
  WARNING,
  ERROR
}
