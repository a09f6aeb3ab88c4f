package dev.pawl.cli.command;

import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.cli.text.Spans;
import dev.pawl.clock.TokenClock;
import dev.pawl.credentials.Explanation;
import dev.pawl.credentials.Explanation.Details;
import dev.pawl.credentials.Explanation.Row;
import dev.pawl.settings.VendorVariables;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation for people and for scripts. */
record ExplanationText(Shell shell, Explanation explanation) {
  private static final int NAME = 42;

  void print(boolean usable) {
    Row decided = explanation.decided();
    line("profile", explanation.profile());
    line("precedence", explanation.precedence().word() + " (" + explanation.decidedBy() + ")");
    line("source", decided == null ? "none: nothing is configured" : decided.source());
    line("usable", usable ? "yes" : "no");
    shell.out().println();
    explanation.rows().stream().filter(ExplanationText::isTold).forEach(this::print);
    explanation.notes().forEach(note -> out("note: " + note));
  }

  /* Clouds that nobody asked for are told to scripts only. */
  private static boolean isTold(Row row) {
    return !row.state().equals("absent") || !row.source().startsWith(VendorVariables.CLOUD);
  }

  private void print(Row row) {
    String mark = row.state().equals("chosen") ? "> " : row.state().equals("broken") ? "! " : "  ";
    int gap = Math.max(1, NAME - row.source().length());
    out(mark + row.source() + " ".repeat(gap) + row.state());
    if (!row.why().isEmpty()) {
      out("      " + row.why());
    }
    if (row.details() != null) {
      out("      " + String.join("; ", told(row, row.details())));
    }
  }

  private List<String> told(Row row, Details details) {
    List<String> told = new ArrayList<>();
    told.add(row.origin());
    Account account = details.account();
    told.add(details.kind() == null ? "" : header(details.kind()));
    told.add(details.fingerprint() == null ? "" : "fingerprint " + details.fingerprint());
    told.add(account.email());
    told.add(account.organization().isEmpty() ? "" : owner(row) + organization(account));
    told.add(details.region().isEmpty() ? "" : "region " + details.region());
    told.add(row.billing() == Billing.UNKNOWN ? "" : "billing " + row.billing().word());
    told.add(details.generation() == 0 ? "" : "generation " + details.generation());
    told.add(details.expiry() == null ? "" : end(details.expiry()));
    told.removeIf(String::isEmpty);
    return told;
  }

  private static String owner(Row row) {
    return row.source().startsWith(VendorVariables.CLOUD) ? "account " : "organization ";
  }

  private static String end(Instant expiry) {
    return expiry.equals(Instant.MAX)
        ? "has no known end"
        : "ends " + Spans.when(expiry, TokenClock.system().millis());
  }

  private static String organization(Account account) {
    return account.organizationName().isEmpty()
        ? account.organization()
        : account.organizationName() + " (" + account.organization() + ")";
  }

  private static String header(Kind kind) {
    return switch (kind) {
      case BEARER -> "Authorization: Bearer";
      case DPOP -> "Authorization: DPoP, with a proof for each request";
      case API_KEY -> "X-Api-Key";
      case BOTH -> "Authorization: Bearer and X-Api-Key";
      case AWS_KEYS -> "AWS Signature Version 4";
    };
  }

  private void line(String name, String value) {
    out(name + " ".repeat(12 - name.length()) + value);
  }

  private void out(String text) {
    shell.out().println(Printable.of(text));
  }

  Map<String, @Nullable Object> fields(boolean usable) {
    Row decided = explanation.decided();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("profile", explanation.profile());
    fields.put("precedence", explanation.precedence().word());
    fields.put("precedenceFrom", explanation.decidedBy());
    fields.put("source", decided == null ? null : decided.source());
    fields.put("usable", usable);
    fields.put("sources", explanation.rows().stream().map(ExplanationText::fields).toList());
    fields.put("notes", explanation.notes());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Row row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("source", row.source());
    fields.put("state", row.state());
    fields.put("why", row.why());
    fields.put("origin", row.origin());
    fields.put("billing", row.billing().word());
    fields.put("problem", row.problem() == null ? null : row.problem().name());
    if (row.details() != null) {
      put(fields, row.details());
    }
    return fields;
  }

  private static void put(Map<String, @Nullable Object> fields, Details details) {
    Kind kind = details.kind();
    fields.put("kind", kind == null ? null : kind.name().toLowerCase(Locale.ROOT));
    fields.put("fingerprint", text(details.fingerprint()));
    fields.put("method", details.account().method());
    fields.put("email", details.account().email());
    fields.put("organization", details.account().organization());
    fields.put("organizationName", details.account().organizationName());
    fields.put("region", details.region());
    fields.put("expiry", text(details.expiry()));
    fields.put("generation", details.generation());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
