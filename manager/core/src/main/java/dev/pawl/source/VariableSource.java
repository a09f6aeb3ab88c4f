package dev.pawl.source;

import dev.pawl.spi.Billing;
import dev.pawl.spi.CredentialSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source that one environment variable makes: the same for the whole life of the process. An
 * empty variable counts as none. Immutable.
 */
abstract class VariableSource implements CredentialSource {
  private final String variable;
  private final Billing billing;
  private final @Nullable String value;

  VariableSource(String variable, Billing billing, Map<String, String> environment) {
    this.variable = variable;
    this.billing = billing;
    this.value = environment.get(variable);
  }

  /** What the variable says; empty if it is not set. */
  final String value() {
    return value == null ? "" : value;
  }

  @Override
  public final String name() {
    return variable;
  }

  @Override
  public final Reach reach() {
    return Reach.PROCESS;
  }

  @Override
  public final String origin() {
    return "variable " + variable;
  }

  @Override
  public final Billing billing() {
    return billing;
  }

  @Override
  public final boolean isEmpty() {
    return value != null && value.isEmpty();
  }
}
