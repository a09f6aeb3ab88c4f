package dev.pawl.simulator.junit;

import dev.pawl.simulator.Simulator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A fresh simulator for each test that has a parameter of type {@link Simulator}; stopped after the
 * test. A test that fails publishes the ledger as {@code ledger.jsonl}.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SimulatorExtension SIMULATOR =
 *     new SimulatorExtension(builder -> builder.policy(RotationPolicy.STRICT_FAMILY));
 *
 * @Test
 * void refresh_twoClients_spendOnce(Simulator simulator) { ... }
 * }</pre>
 *
 * <p>{@code @ExtendWith(SimulatorExtension.class)} gives one with the defaults. Needs JUnit Jupiter
 * 5.12 or newer on the class path. Thread-safe, so tests may run in parallel.
 */
public final class SimulatorExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(SimulatorExtension.class);

  private final UnaryOperator<Simulator.Builder> terms;

  /** Simulators with the defaults. */
  public SimulatorExtension() {
    this(builder -> builder);
  }

  /**
   * Simulators made to order.
   *
   * @param terms sets what differs from the defaults; called once a test
   */
  public SimulatorExtension(UnaryOperator<Simulator.Builder> terms) {
    this.terms = terms;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Simulator.class;
  }

  @Override
  public Simulator resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(
            Simulator.class, key -> terms.apply(Simulator.builder()).start(), Simulator.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Simulator simulator = context.getStore(NAMESPACE).get(Simulator.class, Simulator.class);
    if (simulator != null && context.getExecutionException().isPresent()) {
      context.publishFile("ledger.jsonl", MediaType.TEXT_PLAIN_UTF_8, simulator::exportLedger);
    }
  }
}
