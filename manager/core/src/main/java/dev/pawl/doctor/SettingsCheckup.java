package dev.pawl.doctor;

import dev.pawl.authentication.AuthenticationSettings;
import dev.pawl.authentication.RequestSettings;
import dev.pawl.credentials.Precedence;
import dev.pawl.login.Method;
import dev.pawl.profile.BillingWatch;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsCheck;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Billing;
import dev.pawl.spi.ReplayPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is amiss with values of the settings that nobody reads before a login or a change. */
final class SettingsCheckup {
  private static final String SUBJECT = "settings";

  private static final List<String> ADDRESSES =
      List.of(
          "tokenEndpoint",
          "revocationEndpoint",
          "authorizationEndpoint",
          "deviceAuthorizationEndpoint",
          "pushedAuthorizationEndpoint",
          "apiKeyEndpoint",
          "redirectUri");

  private SettingsCheckup() {}

  private interface Check {
    void run() throws SettingsException;
  }

  /** Says why a text is none that a field can have; says nothing if it is one. */
  private interface Reading {
    void read(String text);
  }

  /** What is found; empty if all makes sense. */
  static List<Finding> of(Settings settings) {
    List<Finding> findings = new ArrayList<>();
    check(findings, () -> Precedence.of(settings).word());
    check(findings, () -> BillingWatch.requireSense(settings));
    check(findings, () -> AuthenticationSettings.requireSense(settings));
    check(findings, () -> RequestSettings.requireSense(settings));
    check(findings, () -> parameters(settings));
    each(findings, settings, "method", Method::parse);
    each(findings, settings, "replay", ReplayPolicy::parse);
    each(findings, settings, "billing", SettingsCheckup::billing);
    for (String field : List.of("scope", "apiKeyKind")) {
      each(findings, settings, field, text -> {});
    }
    for (String field : ADDRESSES) {
      each(findings, settings, field, SettingsCheckup::address);
    }
    check(
        findings,
        () -> SettingsCheck.withoutEffect(settings).forEach(one -> findings.add(useless(one))));
    return findings;
  }

  private static void parameters(Settings settings) throws SettingsException {
    for (Setting one : SettingsCheck.ofLogins(settings, "parameters")) {
      for (String name : one.members()) {
        String unused = Objects.requireNonNull(one.member(name)).text();
      }
    }
  }

  private static void check(List<Finding> findings, Check check) {
    try {
      check.run();
    } catch (SettingsException e) {
      findings.add(Finding.fail(SUBJECT, String.valueOf(e.getMessage()), "correct the file"));
    }
  }

  private static void each(
      List<Finding> findings, Settings settings, String field, Reading reading) {
    check(
        findings,
        () -> {
          for (Setting one : SettingsCheck.ofLogins(settings, field)) {
            check(findings, () -> read(one, reading));
          }
        });
  }

  private static void read(Setting setting, Reading reading) throws SettingsException {
    String text = setting.text();
    try {
      reading.read(text);
    } catch (IllegalArgumentException e) {
      throw setting.malformed("makes no sense: " + e.getMessage());
    }
  }

  private static void billing(String text) {
    if (Billing.parse(text) == Billing.UNKNOWN && !text.equals(Billing.UNKNOWN.word())) {
      throw new IllegalArgumentException(
          "billing is one of subscription, per-token, aws, gcp, azure");
    }
  }

  private static void address(String text) {
    try {
      if (new URI(text).getScheme() == null) {
        throw new IllegalArgumentException("an address begins with https://");
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no address", e);
    }
  }

  private static Finding useless(Setting setting) {
    return Finding.warn(
        SUBJECT,
        setting + " has no effect there",
        "put it into the machine's file, or take it out");
  }
}
