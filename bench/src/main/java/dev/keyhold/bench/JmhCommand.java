package dev.keyhold.bench;

import dev.keyhold.bench.duel.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./keyhold bench jmh}. */
@Command(
    name = "jmh",
    header = "JMH benchmarks of single operations, with what they allocate.",
    description =
        "Passes its arguments on to JMH; -h shows JMH's own. Adds -prof gc if there is no -prof.",
    footer = {
      "",
      "Examples:",
      "  ./keyhold bench jmh -l",
      "  ./keyhold bench jmh UncontendedLock -f 1",
      "  ./keyhold bench jmh 'UncontendedLock.*mutex' -prof gc -rf json"
    })
public final class JmhCommand implements Callable<Integer> {
  private static final List<String> OPTIONS = List.of("--sun-misc-unsafe-memory-access=allow");

  @Parameters(arity = "0..*", paramLabel = "ARG", description = "What JMH understands.")
  private List<String> arguments = new ArrayList<>();

  /** Made by picocli. */
  public JmhCommand() {}

  @Override
  public Integer call() {
    List<String> passed = new ArrayList<>(arguments);
    if (!passed.contains("-prof")) {
      passed.addAll(List.of("-prof", "gc"));
    }
    int status = ChildJvm.runHere(OPTIONS, org.openjdk.jmh.Main.class, passed);
    return status == 0 ? 0 : 1;
  }
}
