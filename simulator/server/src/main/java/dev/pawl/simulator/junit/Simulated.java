package dev.pawl.simulator.junit;

import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.core.RotationPolicy;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or one test, a fresh {@link dev.pawl.simulator.Simulator} as a
 * parameter. What stands at a test counts before what stands at its class.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SimulatorExtension.class)
public @interface Simulated {
  /** How a second spend of a refresh token is treated. */
  RotationPolicy policy() default RotationPolicy.STRICT_FAMILY;

  /** Lifetime of access tokens, virtual time, such as {@code 90s}. */
  String accessTtl() default "1h";

  /** The window of the policies that have one, virtual time. */
  String graceWindow() default "30s";

  /** What tokens and chances are made from; 0 is random. */
  long seed() default 0;

  /**
   * A scenario: the name of a resource, such as {@code scenarios/outage.json}, else a file. It is
   * played from the start of the simulator on. A member of this annotation that is not the default
   * counts before what the scenario says.
   */
  String scenario() default "";

  /** Whether there are the services of clouds. */
  boolean clouds() default false;

  /** What is taken though an RFC has it refused. */
  Leniency[] lenient() default {};
}
