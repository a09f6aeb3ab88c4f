package dev.pawl.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The verbs of the launcher that other programs of Pawl answer: known here for completion alone. A
 * test beside the simulator holds this list against what they accept.
 */
final class ForeignVerbs {
  private static final String VALUE = "VALUE";

  private static final List<String> POLICIES =
      List.of(
          "NONE",
          "OMIT",
          "STRICT_FAMILY",
          "STRICT_REJECT",
          "GRACE_SAME",
          "GRACE_SIBLING",
          "GRACE_LATEST_WINS",
          "MAX_REUSE",
          "RETRYABLE_RACE");

  private static final List<String> LENIENCIES =
      List.of("secrets-in-query", "json-body", "two-authentications", "odd-verifier", "large-body");
  private static final List<String> MANNERS = List.of("APPROVE", "DENY", "ASK");

  private static final String BENCHMARKS =
      "refresh-contention hot-read lock propagation start-up scale durability simulator minting all report";

  private static final String DRILLS =
      "expiry-herd wake-herd 401-herd lost-answer-grace lost-answer-unknown lost-answer-never"
          + " lost-answer-window half-body reset-mid-body slow-drip hung-socket crash-after-commit"
          + " crash-after-commit-never lost-answer-busy server-error-never 503-committed-never"
          + " refused-for-good 429-committed 503-committed odd-answers crash-before-rename crash-mid-write holder-killed holder-stopped disk-full"
          + " disk-full-during-save killed-unsaved read-only file-deleted cache-deleted file-corrupted"
          + " stale-copy foreign-edit logout-during-refresh account-switch revoked-family revoked-early-401"
          + " revoked-early-403 provider-refuses provider-503 provider-away 429-seconds 429-date 429-zero 429-bare 200-html"
          + " 200-empty-object odd-lifetimes no-rotation clock-ahead clock-behind clock-steps suspended long-answer device-login callback-twice network-fs mixed-versions newer-format"
          + " thread-interrupt future-cancel manager-close sigint random soak programs"
          + " issuers issuer-google issuer-slack issuer-github issuer-entra"
          + " herd lost-answer slow-answer cut-answer busy down kill-spender stop-spender clock"
          + " scoreboard clouds aws-answer-lost aws-clock-skew aws-lying-date aws-session-ends aws-keys-end"
          + " aws-portal-401 google-invalid-rapt google-session-ends azure-claims"
          + " azure-login-too-old azure-metadata-busy"
          + " fleet holder-killed-unsent holder-stopped-unsent store-away store-away-ended"
          + " leader-killed host-clocks login-elsewhere logout-elsewhere cut-before cut-during"
          + " cut-after leader-killed-claimed";

  private ForeignVerbs() {}

  static void addTo(CommandLine line) {
    line.addSubcommand(drill());
    line.addSubcommand(simulator());
    line.addSubcommand(bench());
    line.addSubcommand(verb("build"));
  }

  private static CommandSpec drill() {
    CommandSpec drill = verb("drill", "--all", "--list", "--matrix", "--untimed");
    values(
        drill,
        "--processes",
        "--seed",
        "--runs",
        "--provider-time",
        "--kills",
        "--threads",
        "--profiles",
        "--lifetimes",
        "--script",
        "--client",
        "--engine",
        "--client-clock",
        "--client-authentication",
        "--lifetime",
        "--within",
        "--scenario",
        "--only",
        "--page",
        "--scratch",
        "--json",
        "--junit",
        "--html");
    choice(drill, "--policy", POLICIES);
    choice(drill, "--cache", List.of("mapped", "chronicle", "none"));
    names(drill, DRILLS);
    return drill;
  }

  private static CommandSpec bench() {
    CommandSpec bench = verb("bench", "--quick", "--force");
    values(bench, "--json", "--html");
    names(bench, BENCHMARKS);
    return bench;
  }

  private static void names(CommandSpec verb, String names) {
    verb.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("NAME")
            .arity("0..*")
            .type(String[].class)
            .completionCandidates(List.of(names.split(" ")))
            .build());
  }

  private static CommandSpec simulator() {
    CommandSpec simulator =
        verb("simulator", "--json", "--scenario-schema", "--accept-real-secrets", "--clouds");
    values(
        simulator,
        "--port",
        "--grace",
        "--skew",
        "--access-ttl",
        "--refresh-idle",
        "--refresh-absolute",
        "--bind",
        "--issuer-path",
        "--issuer",
        "--cross-origin",
        "--processing-time",
        "--seed",
        "--scenario");
    choice(simulator, "--policy", POLICIES);
    choice(simulator, "--consent", MANNERS);
    choice(simulator, "--device", MANNERS);
    choice(simulator, "--lenient", LENIENCIES);
    values(simulator, "--cut", "--cut-api", "--ca-file", "--lock-file");
    choice(simulator, "--tls", List.of("valid", "wrong-host", "expired"));
    /* Of "env", which is a verb below this one. */
    values(simulator, "--home");
    choice(simulator, "--shell", List.of("bash", "fish", "json"));
    names(simulator, "env");
    return simulator;
  }

  private static CommandSpec verb(String name, String... flags) {
    CommandSpec verb = CommandSpec.create().name(name);
    for (String flag : flags) {
      verb.addOption(OptionSpec.builder(flag).build());
    }
    return verb;
  }

  private static void values(CommandSpec verb, String... names) {
    for (String name : names) {
      verb.addOption(OptionSpec.builder(name).paramLabel(VALUE).type(String.class).build());
    }
  }

  private static void choice(CommandSpec verb, String name, List<String> candidates) {
    verb.addOption(
        OptionSpec.builder(name)
            .paramLabel(VALUE)
            .type(String.class)
            .completionCandidates(candidates)
            .build());
  }
}
