package dev.pawl.cli.login;

import dev.pawl.Profiles;
import dev.pawl.cli.shell.IssuerOptions;
import dev.pawl.cli.shell.Shell;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.issuer.IssuerPreset;
import dev.pawl.issuer.IssuerPresets;
import dev.pawl.issuer.KnownIssuer;
import dev.pawl.json.Json;
import dev.pawl.login.LoginException;
import dev.pawl.settings.SettingsEdit;
import dev.pawl.spi.LastLogin;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person at the terminal is asked before the first login of a profile: at whom, as which
 * client, with which secret. The answers become settings of the profile, and are shown before they
 * are written. What an option says is not asked.
 *
 * @param shell where they sit
 * @param profile which login
 * @param options what was said already
 */
record Questions(Shell shell, String profile, IssuerOptions options) {
  private static final int WIDTH = 72;

  /**
   * Asks, shows and writes.
   *
   * @return false if the person wants none of it; then nothing was written
   * @throws IOException if the settings cannot be written
   */
  boolean ask() throws IOException, LoginException {
    SettingsEdit edit = SettingsEdit.of(shell.settings(), profile);
    String issuer = issuer();
    String client = issuer == null ? null : clientId(issuer);
    if (issuer == null || client == null) {
      return false;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("issuer", issuer);
    fields.put("clientId", client);
    String secret = options.authenticates() ? "" : Secret.readIfAny(shell, "client secret", null);
    if (!secret.isEmpty()) {
      fields.put("clientSecret", "file:" + edit.secretFile());
    }
    if (!isConfirmed(edit, fields)) {
      return false;
    }
    if (!secret.isEmpty()) {
      edit.putSecret(secret);
    }
    edit.put(fields);
    return true;
  }

  private @Nullable String issuer() throws IOException {
    shell.say("at whom does profile " + profile + " log in? These are known:");
    list();
    shell.sayMore("or an address that begins with https://; 'pawl issuers NAME' tells of one");
    return new Prompt(shell).text("Issuer", lastUsed().field("issuer"), Questions::issuerFlaw);
  }

  private void list() {
    StringBuilder row = new StringBuilder();
    for (String usage : IssuerPresets.all().stream().map(IssuerPreset::usage).toList()) {
      if (row.length() + usage.length() > WIDTH) {
        shell.sayMore(row.toString());
        row.setLength(0);
      }
      row.append("  ").append(usage);
    }
    shell.sayMore(row.toString());
  }

  /* What an issuer lacks; null for a good one. */
  private static @Nullable String issuerFlaw(String issuer) {
    try {
      if (IssuerPresets.isName(issuer)) {
        KnownIssuer unused = IssuerPresets.known(issuer);
        return null;
      }
      return issuer.startsWith("https://") || issuer.startsWith("http://")
          ? null
          : "an address begins with https://";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private @Nullable String clientId(String issuer) throws IOException {
    LastLogin last = lastUsed();
    String before = issuer.equals(last.field("issuer")) ? last.field("clientId") : null;
    String told = options.clientId();
    return told == null ? new Prompt(shell).text("Client id", before, id -> null) : told;
  }

  /* Of all profiles, the login whose tokens came last. */
  private LastLogin lastUsed() {
    Map<String, String> environment = shell.environment();
    ProfileReport newest = null;
    for (String name : Profiles.of(environment).names()) {
      ProfileReport report = new ProfileReport(environment, name);
      boolean later = newest == null || report.issuedAt() > newest.issuedAt();
      newest = report.lastLogin().field("issuer") != null && later ? report : newest;
    }
    return newest == null ? LastLogin.NONE : newest.lastLogin();
  }

  private boolean isConfirmed(SettingsEdit edit, Map<String, String> fields) throws IOException {
    shell.say("profile " + profile + " in " + edit.file() + " will say:");
    Json.writePretty(fields).lines().forEach(shell::sayMore);
    if (fields.containsKey("clientSecret")) {
      shell.sayMore("the secret goes into that file, which this user alone may read");
    }
    return new Prompt(shell).confirms("Write it and log in?");
  }
}
