package dev.keyhold.bench.duel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
  /** Prints its arguments, or fails. */
  static final class Child {
    public static void main(String[] args) {
      if (args.length == 0) {
        System.err.println("nothing to say");
        System.exit(1);
      }
      for (String arg : args) {
        System.out.println(arg);
      }
    }
  }

  @Test
  void run_childThatEndsWell_givesItsLines() {
    assertThat(ChildJvm.run(List.of(), Child.class, "a", "b c")).containsExactly("a", "b c");
  }

  @Test
  void run_childThatFails_throwsWhatItSaid() {
    assertThatThrownBy(() -> ChildJvm.run(List.of(), Child.class))
        .isInstanceOf(BenchException.class)
        .hasMessage("nothing to say");
  }
}
