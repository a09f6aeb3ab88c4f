package dev.pawl.doctor;

import dev.pawl.credentials.FastPath;
import dev.pawl.doctor.Finding.Level;
import dev.pawl.file.DamagedFileException;
import dev.pawl.profile.LoginRefusal;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.RecoverableLogin;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.settings.SpendLimits;
import dev.pawl.spi.Grant;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a {@link Doctor} says of one profile. */
final class ProfileCheckup {
  private static final long NOTABLE_SKEW_MILLIS = 2_000;

  private final ProfileFiles profile;
  private final String subject;

  ProfileCheckup(ProfileFiles profile) {
    this.profile = profile;
    this.subject = "profile " + profile.name();
  }

  List<Finding> findings() throws IOException {
    List<Finding> findings = stored();
    String holder = profile.directory().lockHolder(profile.name());
    if (holder != null) {
      findings.add(Finding.ok(subject, "its lock is held by " + holder));
    }
    Finding skew = skew();
    if (skew != null) {
      findings.add(skew);
    }
    return findings;
  }

  /** What the files say alone: for one profile of very many. */
  List<Finding> stored() throws IOException {
    List<Finding> findings = new ArrayList<>(StoreCheckup.of(profile));
    boolean answers = findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
    WaitingLogin waiting = WaitingLogin.of(profile.directory(), profile.name());
    if (waiting != null) {
      findings.add(Finding.warn(subject, waiting.sentence(), waiting.remedy(profile.name())));
    }
    Grant grant = answers ? grant(findings) : null;
    if (grant != null) {
      JournalRecord journal = journal(findings);
      if (waiting == null) {
        findings.add(state(grant, journal));
      }
      settings(findings, grant);
    }
    return findings;
  }

  private @Nullable Grant grant(List<Finding> findings) throws IOException {
    try {
      Grant grant = profile.store().readGrant();
      if (grant == null || grant.isTombstone()) {
        findings.add(Finding.ok(subject, "nobody is logged in"));
        return null;
      }
      return grant;
    } catch (DamagedFileException e) {
      findings.add(Finding.fail(subject, String.valueOf(e.getMessage()), remedy(e)));
      return null;
    }
  }

  private String remedy(DamagedFileException e) throws IOException {
    RecoverableLogin remains = RecoverableLogin.after(e, profile.directory(), profile.name());
    return remains.grant() == null
        ? "nothing whole is left of it: pawl login " + profile.name() + issuer()
        : "to put it aside and use the last good copy: pawl token " + profile.name();
  }

  /* What the login knew is lost with it; the settings may know. */
  private String issuer() throws SettingsException {
    String known = profile.settings().profile(profile.name()).issuer();
    return known == null ? " --issuer URL" : "";
  }

  private JournalRecord journal(List<Finding> findings) throws IOException {
    try {
      return profile.journal().read();
    } catch (DamagedFileException e) {
      findings.add(
          Finding.warn(
              subject,
              String.valueOf(e.getMessage()),
              "none needed: it is put aside, and a spend without an answer is assumed"));
      return JournalRecord.EMPTY;
    }
  }

  private Finding state(Grant grant, JournalRecord journal) {
    String what = "login of " + grant.client().issuer() + ", generation " + grant.generation();
    return switch (journal.stateOf(grant)) {
      case NONE -> Finding.ok(subject, what);
      case SPENDING, REPLAYING, PARKED, DOUBT ->
          Finding.warn(
              subject,
              what + "; a refresh is under way, or was never answered",
              "none needed: the next refresh goes on as --replay of the login permits");
      case DEAD ->
          Finding.fail(
              subject, what + "; the server refused it for good", "pawl login " + profile.name());
    };
  }

  private void settings(List<Finding> findings, Grant grant) throws IOException {
    String wrong = wrong(grant);
    if (wrong != null) {
      findings.add(Finding.fail(subject, wrong, "correct the file"));
    }
  }

  /* What is found out too late otherwise: at the next refresh. */
  private @Nullable String wrong(Grant grant) throws IOException {
    Settings settings = profile.settings();
    try {
      String field = settings.profile(profile.name()).contradiction(grant.client());
      if (field != null) {
        return LoginRefusal.contradiction(settings, profile.name(), field);
      }
      SpendLimits unused = SpendLimits.of(settings, grant.client().issuer());
      TokenException refusal = profile.refusal(grant);
      return refusal == null ? null : refusal.getMessage();
    } catch (SettingsException e) {
      return e.getMessage();
    }
  }

  private @Nullable Finding skew() {
    long skew = skewMillis();
    if (Math.abs(skew) < NOTABLE_SKEW_MILLIS) {
      return null;
    }
    String side = skew > 0 ? "behind" : "ahead of";
    return Finding.warn(
        subject,
        String.format(
            Locale.ROOT, "this machine is %d s %s the server", Math.abs(skew) / 1000, side),
        "set the clock of this machine");
  }

  private long skewMillis() {
    try {
      FastPath fastPath =
          FastPath.at(profile.directory().path(), profile.settings(), profile.name());
      return fastPath == null ? 0 : fastPath.status().skewMillis();
    } catch (IOException e) {
      return 0; // what is wrong with the cache was said of the cache
    }
  }
}
