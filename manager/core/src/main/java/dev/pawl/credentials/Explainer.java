package dev.pawl.credentials;

import dev.pawl.credentials.Explanation.Details;
import dev.pawl.credentials.Explanation.Row;
import dev.pawl.credentials.SourceChain.Link;
import dev.pawl.credentials.SourceChain.State;
import dev.pawl.network.ProxyServer;
import dev.pawl.network.TransportSettings;
import dev.pawl.profile.BillingWatch;
import dev.pawl.settings.Setting;
import dev.pawl.source.EnvironmentSource;
import dev.pawl.spi.Account;
import dev.pawl.spi.Credential;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells of the sources without asking any of its sources for anything. */
record Explainer(CredentialSources sources) {

  Explanation explain(@Nullable OnlySource only) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Link link : sources.links(only)) {
      rows.add(row(link));
      if (link.decides()) {
        add(notes, billing(link.source()));
      }
    }
    add(notes, sources.login().note());
    add(notes, network());
    return new Explanation(
        sources.name(), Precedence.of(sources.settings()), decidedBy(), rows, notes);
  }

  private @Nullable String billing(CredentialSource source) throws IOException {
    return new BillingWatch(sources.profile(), notice -> false)
        .change(source.billing(), source.name());
  }

  /* What a person should know of the way to issuers. */
  private @Nullable String network() {
    try {
      ProxyServer proxy =
          TransportSettings.transport(sources.settings(), sources.environment()).proxy();
      if (proxy.isNone()) {
        return null;
      }
      String trouble = proxy.trouble();
      return trouble.isEmpty() ? proxy.way() : trouble;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static void add(List<String> notes, @Nullable String note) {
    if (note != null) {
      notes.add(note);
    }
  }

  private String decidedBy() throws IOException {
    Setting setting = sources.settings().find(Precedence.SETTING);
    return setting == null ? "the default" : setting.place();
  }

  private Row row(Link link) throws IOException {
    CredentialSource source = link.source();
    return new Row(
        source.name(),
        link.state().name().toLowerCase(Locale.ROOT),
        why(link),
        origin(source),
        source.billing(),
        link.problem() == null ? null : link.problem().reason(),
        isThere(link.state()) ? details(link) : null);
  }

  private static boolean isThere(State state) {
    return state != State.ABSENT && state != State.EMPTY;
  }

  private String why(Link link) throws IOException {
    boolean adopts = link.source() == sources.login() && sources.login().isPending();
    return adopts && link.why().isEmpty()
        ? EnvironmentLogin.REFRESH_TOKEN + " becomes the login of this profile at the first use"
        : link.why();
  }

  private String origin(CredentialSource source) throws IOException {
    Setting setting =
        source.name().equals(CredentialSources.HELPER)
            ? sources.settings().find(CredentialSources.HELPER)
            : null;
    return setting == null ? source.origin() : setting.place();
  }

  private Details details(Link link) throws IOException {
    if (link.source() == sources.login()) {
      Grant grant = sources.login().readGrant();
      return grant == null ? unknown() : details(grant);
    }
    if (link.source() instanceof SharedHelperCommand helper && link.problem() == null) {
      return new Details(helper.kind(), null, Account.UNKNOWN, null, 0);
    }
    return link.source() instanceof EnvironmentSource variable ? details(variable) : unknown();
  }

  private static Details unknown() {
    return new Details(null, null, Account.UNKNOWN, null, 0);
  }

  private static Details details(Grant grant) {
    String access = grant.tokens().access();
    long end = grant.tokens().expiresAt();
    return new Details(
        LoginSupply.kind(grant),
        access == null ? null : Fingerprint.of(access),
        Account.of(grant),
        access == null || end == Long.MAX_VALUE ? null : Instant.ofEpochMilli(end),
        grant.generation());
  }

  /* Reading a variable again changes nothing; a broken one has been complained of already. */
  private static Details details(EnvironmentSource variable) {
    try {
      Credential credential = variable.mint(null);
      return new Details(credential.kind(), credential.fingerprint(), Account.UNKNOWN, null, 0);
    } catch (IOException e) {
      return unknown();
    }
  }
}
