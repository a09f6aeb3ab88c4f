package dev.pawl.it.compared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requests in their order, and the verdicts that they get.
 *
 * @param name what is tried
 * @param steps what is done and asked
 * @param simulator the simulator's verdicts, one for each request that is judged: the last ones
 * @param provider the provider's
 * @param decision why they differ; empty if they do not
 */
record Sequence(
    String name,
    List<Step> steps,
    List<String> simulator,
    List<String> provider,
    Optional<Decision> decision) {
  static final String TOKENS =
      "200 access_token expires_in refresh_token scope=messages token_type";
  static final String OPENID_TOKENS =
      "200 access_token expires_in id_token refresh_token scope=messages+openid token_type";
  static final String ACCESS_TOKEN = "200 access_token expires_in scope=messages token_type";
  static final String CODE = "redirect code iss state";
  static final String INVALID_REQUEST = "400 error=invalid_request";
  static final String INVALID_GRANT = "400 error=invalid_grant";
  static final String INVALID_SCOPE = "400 error=invalid_scope";
  static final String INVALID_CLIENT = "401 error=invalid_client challenge=Basic";
  static final String SENT_INVALID_REQUEST = "redirect error=invalid_request iss state";

  /** Begins a sequence. */
  static Draft of(String name) {
    return new Draft(name, new ArrayList<>());
  }

  @Override
  public String toString() {
    return name;
  }

  /** A sequence that is being written down. Not thread-safe. */
  record Draft(String name, List<Step> steps) {
    /** Adds steps. */
    Draft then(Step... more) {
      steps.addAll(List.of(more));
      return this;
    }

    /** Ends with verdicts that both give. */
    Sequence same(String... verdicts) {
      List<String> both = List.of(verdicts);
      return new Sequence(name, List.copyOf(steps), both, both, Optional.empty());
    }

    /** Ends with the simulator's verdicts, where the provider's are others. */
    Differing simulator(String... verdicts) {
      return new Differing(this, List.of(verdicts));
    }
  }

  /** A sequence of which the provider's verdicts are missing. */
  record Differing(Draft draft, List<String> simulator) {
    /** Ends with the provider's verdicts. */
    Undecided provider(String... verdicts) {
      return new Undecided(this, List.of(verdicts));
    }
  }

  /** A sequence that needs a reason. */
  record Undecided(Differing differing, List<String> provider) {
    /** Ends with what decides. */
    Sequence decides(Decision decision) {
      return new Sequence(
          differing.draft().name(),
          List.copyOf(differing.draft().steps()),
          differing.simulator(),
          provider,
          Optional.of(decision));
    }
  }
}
