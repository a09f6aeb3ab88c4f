package dev.pawl.simulator.junit;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.fault.DurationText;
import dev.pawl.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test that has a parameter of type {@link Simulator} a fresh one, and stops it after
 * the test. The ledger of a test that failed is published. Works on Jupiter 5.11 and newer. Tests
 * may run in parallel.
 */
public final class SimulatorExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(SimulatorExtension.class);
  private static final String LEDGER = "ledger.jsonl";

  private final UnaryOperator<Simulator.Builder> terms;

  /** Simulators with the defaults, or as {@link Simulated} says. */
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

  /* Nothing newer than Jupiter 5.11: no computeIfAbsent, and values are not closed by the store. */
  @Override
  public Simulator resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store store = context.getStore(NAMESPACE);
    Simulator present = store.get(Simulator.class, Simulator.class);
    if (present == null) {
      present = terms.apply(ordered(context)).start();
      store.put(Simulator.class, present);
    }
    return present;
  }

  private static Simulator.Builder ordered(ExtensionContext context) {
    Simulator.Builder builder = Simulator.builder();
    Optional<Simulated> order =
        AnnotationSupport.findAnnotation(context.getElement(), Simulated.class)
            .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), Simulated.class));
    order.ifPresent(wish -> order(builder, wish, context.getRequiredTestClass().getClassLoader()));
    return builder;
  }

  private static void order(Simulator.Builder builder, Simulated wish, ClassLoader loader) {
    if (!wish.scenario().isEmpty()) {
      builder.scenario(scenario(wish.scenario(), loader));
    }
    if (wish.policy() != RotationPolicy.STRICT_FAMILY) {
      builder.policy(wish.policy());
    }
    if (wish.clouds()) {
      builder.clouds();
    }
    if (wish.lenient().length > 0) {
      builder.lenient(wish.lenient());
    }
    if (!wish.accessTtl().equals("1h")) {
      builder.accessTtl(DurationText.parse(wish.accessTtl()));
    }
    if (!wish.graceWindow().equals("30s")) {
      builder.graceWindow(DurationText.parse(wish.graceWindow()));
    }
    if (wish.seed() != 0) {
      builder.seed(wish.seed());
    }
  }

  private static Scenario scenario(String name, ClassLoader loader) {
    try {
      return loader.getResource(name) == null
          ? Scenario.read(Path.of(name))
          : Scenario.resource(loader, name);
    } catch (IOException e) {
      throw new IllegalArgumentException("@Simulated: " + e.getMessage(), e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Simulator simulator = context.getStore(NAMESPACE).remove(Simulator.class, Simulator.class);
    if (simulator == null) {
      return;
    }
    try (simulator) {
      if (context.getExecutionException().isPresent()) {
        publish(context, simulator);
      }
    }
  }

  /* Files can be published since 5.12, by a class that has moved since. */
  private static void publish(ExtensionContext context, Simulator simulator) throws IOException {
    try {
      Attachment.publish(context, simulator);
    } catch (LinkageError e) {
      Path file = Files.createTempFile("pawl-", "-" + LEDGER);
      simulator.exportLedger(file);
      context.publishReportEntry(LEDGER, file.toString());
    }
  }

  private static final class Attachment {
    static void publish(ExtensionContext context, Simulator simulator) {
      context.publishFile(LEDGER, MediaType.TEXT_PLAIN_UTF_8, simulator::exportLedger);
    }
  }
}
