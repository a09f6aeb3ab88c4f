package dev.pawl.drills.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The verdicts for people.
 *
 * @param colours whether a terminal will show it
 */
public record Table(boolean colours) {
  private static final String FORM =
      "%4s  %-24s %-17s %-6s %4s  %-10s %-8s %6s %5s %7s %4s %7s %7s %7s";

  /** Returns the lines of the table. */
  public List<String> lines(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            FORM,
            "no.",
            "drill",
            "policy",
            "cache",
            "proc",
            "class",
            "result",
            "spends",
            "reuse",
            "revoked",
            "lost",
            "prompts",
            "last ms",
            "took ms"));
    report.verdicts().forEach(verdict -> lines.add(line(verdict)));
    lines.add(summary(report));
    report.verdicts().stream()
        .filter(verdict -> !verdict.isPass())
        .forEach(verdict -> lines.addAll(details(verdict)));
    return lines;
  }

  /** Returns the line of one drill. */
  public String line(DrillVerdict verdict) {
    DrillVerdict.Subject subject = verdict.subject();
    DrillVerdict.Figures figures = verdict.figures();
    String line =
        String.format(
            Locale.ROOT,
            FORM,
            subject.number(),
            subject.name(),
            subject.policy(),
            subject.cache(),
            subject.processes(),
            subject.promise(),
            "@",
            figures.spends(),
            figures.reuse(),
            figures.revocations(),
            figures.lost(),
            figures.prompts(),
            figures.lastServedMillis(),
            figures.millis());
    String word = String.format(Locale.ROOT, "%-8s", verdict.word());
    return line.replace("@       ", coloured(word, verdict.isPass()));
  }

  private String coloured(String word, boolean good) {
    return colours ? (good ? "\u001b[32m" : "\u001b[31m") + word + "\u001b[0m" : word;
  }

  private String summary(Report report) {
    long passed = report.verdicts().stream().filter(DrillVerdict::isPass).count();
    return passed + " of " + report.verdicts().size() + " drills passed, seed " + report.seed();
  }

  private List<String> details(DrillVerdict verdict) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(coloured(verdict.word(), false) + "  " + verdict.subject().name());
    if (!verdict.notRun().isEmpty()) {
      lines.add("  " + verdict.notRun());
    }
    verdict.violations().forEach(violation -> lines.add("  " + violation));
    lines.add("  repeat: " + verdict.repeat());
    if (!verdict.shorter().isEmpty()) {
      lines.add("  shorter: " + verdict.shorter());
    }
    if (!verdict.ledger().isEmpty()) {
      lines.add("  ledger: " + verdict.ledger());
    }
    return lines;
  }
}
