package dev.pawl.doctor;

import dev.pawl.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a {@link Doctor} says of the fleet that shares the logins, and of its store. */
final class FleetCheckup {
  private static final String SUBJECT = "fleet";
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final Duration NOTABLE = Duration.ofSeconds(2);
  private static final int MOST_TOLD = 20;

  private FleetCheckup() {}

  /** What is found; nothing where there is no fleet. */
  static List<Finding> of(Map<String, String> environment, Settings settings) throws IOException {
    FleetReport report = FleetReport.of(environment, settings, null);
    if (report == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(store(report));
    for (String problem : report.store().problems()) {
      findings.add(Finding.fail(SUBJECT, problem, "see pawl fleet status"));
    }
    report.logins().stream()
        .filter(login -> isTold(login, report.logins().size()))
        .map(FleetCheckup::login)
        .forEach(findings::add);
    return findings;
  }

  private static Finding store(FleetReport report) {
    if (!report.isReachable()) {
      String seen = report.logins().size() + " logins were seen here before and are served";
      return Finding.warn(
          SUBJECT, report.place() + " does not answer; " + seen, "pawl fleet status, once it does");
    }
    Duration latency = report.latency();
    if (latency == null) {
      return Finding.warn(
          SUBJECT, report.place() + " refuses this host", "see what is said of it next");
    }
    String facts =
        report.store().facts().entrySet().stream()
            .filter(fact -> !fact.getKey().equals("place") && !fact.getKey().equals("latency"))
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
    String what = report.place() + " answers within " + latency.toMillis() + " ms (" + facts + ")";
    return latency.compareTo(SLOW) > 0
        ? Finding.warn(
            SUBJECT, what, "use a store that is nearer: each refresh asks it several times")
        : Finding.ok(SUBJECT, what);
  }

  /* Of many only those that somebody should know of. */
  private static boolean isTold(FleetLogin login, int all) {
    return all <= MOST_TOLD || login.holder() != null || login.isShadowed() || isAstray(login);
  }

  private static boolean isAstray(FleetLogin login) {
    Duration difference = login.clockDifference();
    return difference != null && difference.abs().compareTo(NOTABLE) > 0;
  }

  private static Finding login(FleetLogin login) {
    String subject = SUBJECT + " profile " + login.profile();
    String what = login.state() + ", generation " + login.generation();
    if (login.isShadowed()) {
      return Finding.warn(
          subject,
          what + "; another login of that name lies on this host, and is used here instead",
          "to use the fleet's: pawl logout " + login.profile());
    }
    if (login.holder() != null) {
      return Finding.ok(subject, what + "; claimed by " + login.holder());
    }
    Duration difference = login.clockDifference();
    if (difference != null && isAstray(login)) {
      return Finding.warn(
          subject,
          what + "; the provider's clock is " + seconds(difference) + " this host's",
          "set the clock of this machine if it is wrong");
    }
    return Finding.ok(subject, what + "; no claim");
  }

  private static String seconds(Duration difference) {
    return difference.abs().toSeconds() + " s " + (difference.isNegative() ? "behind" : "ahead of");
  }
}
