package dev.keyhold;

import java.lang.reflect.Method;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * For {@code ./verify --mutants} only, whose profile turns the detection of extensions on: PIT's
 * plugin for JUnit finds out what tests there are by running them all, in the process of each
 * mutant anew. That takes some ten times as long as what is to be done there, and what it leaves
 * behind is seen by the tests that count. With this, they are listed and not run.
 */
public final class FoundWithoutRunning implements InvocationInterceptor {
  private static final Set<String> FINDING =
      Set.of(
          "org.pitest.mutationtest.execute.MutationTestMinion",
          "org.pitest.junit5.JUnit5TestUnitFinder");

  /** Public since it is looked up by name. */
  public FoundWithoutRunning() {}

  private static <T> void proceed(Invocation<T> invocation) throws Throwable {
    long frames =
        StackWalker.getInstance()
            .walk(stack ->
                stack
                    .map(StackWalker.StackFrame::getClassName)
                    .distinct()
                    .filter(FINDING::contains)
                    .count());
    if (frames == FINDING.size()) {
      invocation.skip();
    } else {
      invocation.proceed();
    }
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    proceed(invocation);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    proceed(invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    proceed(invocation);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    proceed(invocation);
  }
}
