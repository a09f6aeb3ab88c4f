package dev.pawl.credentials;

import dev.pawl.cloud.CloudSession;
import dev.pawl.cloud.source.CloudFastPath;
import dev.pawl.cloud.source.CloudSource;
import dev.pawl.credentials.SourceChain.Link;
import dev.pawl.credentials.SourceChain.State;
import dev.pawl.network.ProxyServer;
import dev.pawl.network.TransportSettings;
import dev.pawl.profile.BillingWatch;
import dev.pawl.settings.Setting;
import dev.pawl.settings.VendorVariables;
import dev.pawl.source.EnvironmentSource;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which credential is used and why: the sources as they were found, the one that wins first.
 * Nothing was consumed, run or refreshed to find out. Holds no secret.
 *
 * @param profile whose stored login takes part
 * @param precedence the order
 * @param decidedBy where the order is chosen
 * @param rows every source
 * @param notes what else people should know
 */
public record Explanation(
    String profile, Precedence precedence, String decidedBy, List<Row> rows, List<String> notes) {

  /** Copies the lists. */
  public Explanation {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /**
   * One source.
   *
   * @param source its name, a variable or a setting
   * @param state {@code chosen}, {@code broken}, {@code shadowed}, {@code empty} or {@code absent}
   * @param why for people; empty if there is nothing to be said
   * @param origin where it is configured: a variable, or a field, its file and line
   * @param billing who pays for its use
   * @param problem what asking it gives; null if a credential
   * @param details what is known of the credential; null unless the source is configured
   */
  public record Row(
      String source,
      String state,
      String why,
      String origin,
      Billing billing,
      TokenException.@Nullable Reason problem,
      @Nullable Details details) {}

  /**
   * What is known of a credential without asking for it.
   *
   * @param kind how it is presented; null if not known
   * @param fingerprint of the secret; null if not known
   * @param account whose it is; for a cloud the account, project or tenant is the organization
   * @param region of the cloud; empty if there is none, or it is not known
   * @param expiry when it ends; null if never or if nobody says
   * @param generation of the stored login; 0 for anything else
   */
  public record Details(
      @Nullable Kind kind,
      @Nullable Fingerprint fingerprint,
      Account account,
      String region,
      @Nullable Instant expiry,
      long generation) {}

  /** The source that is used, or would be if it were not broken; null if nothing is configured. */
  public @Nullable Row decided() {
    for (Row row : rows) {
      if (row.state().equals("chosen") || row.state().equals("broken")) {
        return row;
      }
    }
    return null;
  }

  /**
   * What {@code sources} are found to be now; none is asked for anything.
   *
   * @param only the source that may be used; null if all may
   */
  static Explanation of(CredentialSources sources, @Nullable OnlySource only) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Link link : sources.links(only)) {
      CloudSession.Identity identity = identity(link, notes);
      rows.add(row(sources, link, identity));
      if (link.decides()) {
        add(notes, billing(sources, link.source()));
      }
    }
    add(notes, sources.login().note());
    add(notes, network(sources));
    add(notes, unread(sources));
    return new Explanation(
        sources.name(), Precedence.of(sources.settings()), decidedBy(sources), rows, notes);
  }

  /* A cloud is asked once; what a person should know of it is a note if it is used. */
  private static CloudSession.Identity identity(Link link, List<String> notes) {
    if (!(link.source() instanceof SharedOnUse shared
        && shared.source() instanceof CloudSource cloud
        && link.problem() == null
        && isThere(link.state()))) {
      return CloudSession.Identity.UNKNOWN;
    }
    List<String> said = link.decides() ? notes : new ArrayList<>();
    try {
      CloudSession.Identity identity = cloud.identity();
      add(said, cloud.whereabouts());
      return identity;
    } catch (IOException e) {
      add(said, e.getMessage());
      return CloudSession.Identity.UNKNOWN;
    }
  }

  private static @Nullable String billing(CredentialSources sources, CredentialSource source)
      throws IOException {
    return new BillingWatch(sources.profile(), notice -> false)
        .change(source.billing(), source.name());
  }

  /* What a person should know of the way to issuers. */
  private static @Nullable String network(CredentialSources sources) {
    try {
      ProxyServer proxy =
          TransportSettings.transport(sources.settings(), sources.environment()).proxy();
      if (proxy.isNone()) {
        return null;
      }
      String problem = proxy.presentProblem();
      return problem.isEmpty() ? proxy.way() : problem;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static void add(List<String> notes, @Nullable String note) {
    if (note != null) {
      notes.add(note);
    }
  }

  private static String decidedBy(CredentialSources sources) throws IOException {
    Setting setting = sources.settings().find(Precedence.SETTING);
    return setting == null ? "the default" : setting.place();
  }

  private static Row row(CredentialSources sources, Link link, CloudSession.Identity identity)
      throws IOException {
    CredentialSource source = link.source();
    return new Row(
        source.name(),
        link.state().name().toLowerCase(Locale.ROOT),
        why(sources, link),
        origin(sources, source),
        source.billing(),
        link.problem() == null ? null : link.problem().reason(),
        isThere(link.state()) ? details(sources, link, identity) : null);
  }

  private static boolean isThere(State state) {
    return state != State.ABSENT && state != State.EMPTY;
  }

  private static String why(CredentialSources sources, Link link) throws IOException {
    boolean adopts = link.source() == sources.login() && sources.login().isPending();
    return adopts && link.why().isEmpty()
        ? EnvironmentLogin.REFRESH_TOKEN + " becomes the login of this profile at the first use"
        : link.why();
  }

  private static String origin(CredentialSources sources, CredentialSource source)
      throws IOException {
    Setting setting =
        source.name().equals(CredentialSources.HELPER)
            ? sources.settings().find(CredentialSources.HELPER)
            : null;
    return setting == null ? source.origin() : setting.place();
  }

  private static Details details(
      CredentialSources sources, Link link, CloudSession.Identity identity) throws IOException {
    if (link.source() == sources.login()) {
      Grant grant = sources.login().readGrant();
      return grant == null ? unknown() : details(grant);
    }
    if (link.source() instanceof SharedOnUse shared && link.problem() == null) {
      return shared.source() instanceof CloudSource cloud
          ? details(sources, cloud, identity)
          : known(shared.source().terms().kind(), null);
    }
    return link.source() instanceof EnvironmentSource variable ? details(variable) : unknown();
  }

  private static Details unknown() {
    return known(null, null);
  }

  private static Details known(@Nullable Kind kind, @Nullable Fingerprint fingerprint) {
    return new Details(kind, fingerprint, Account.UNKNOWN, "", null, 0);
  }

  /* What processes share of it is looked at, nobody is asked. */
  private static Details details(
      CredentialSources sources, CloudSource cloud, CloudSession.Identity identity) {
    boolean shares = cloud.fixed() == null;
    Map<String, String> environment = sources.environment();
    String used = shares ? CloudFastPath.account(environment, cloud.platform()) : "";
    String account = used.isEmpty() ? identity.account() : used;
    return new Details(
        cloud.kind(),
        null,
        new Account("", "", account, "", cloud.billing()),
        identity.region(),
        shares ? CloudFastPath.expiry(environment, cloud.platform()) : null,
        0);
  }

  /* What the vendor's SDK reads and Pawl does not, or what decides nothing here. */
  private static @Nullable String unread(CredentialSources sources) {
    for (String variable : VendorVariables.FOREIGN_PROFILES) {
      if (isSet(sources, variable)) {
        return variable
            + " is set, which Pawl does not read: profiles of the vendor's tools are out of scope";
      }
    }
    for (String variable : VendorVariables.FEDERATION) {
      if (isSet(sources, variable) && !isSet(sources, VendorVariables.FEDERATION_RULE)) {
        return variable
            + " is set, which chooses nothing without "
            + VendorVariables.FEDERATION_RULE;
      }
    }
    return null;
  }

  private static boolean isSet(CredentialSources sources, String variable) {
    return !sources.environment().getOrDefault(variable, "").isEmpty();
  }

  private static Details details(Grant grant) {
    String access = grant.tokens().access();
    long end = grant.tokens().expiresAt();
    return new Details(
        LoginSupply.kind(grant),
        access == null ? null : Fingerprint.of(access),
        Account.of(grant),
        "",
        access == null || end == Long.MAX_VALUE ? null : Instant.ofEpochMilli(end),
        grant.generation());
  }

  /* Reading a variable again changes nothing; a broken one has been complained of already. */
  private static Details details(EnvironmentSource variable) {
    try {
      Credential credential = variable.mint(null);
      return known(credential.kind(), credential.fingerprint());
    } catch (IOException e) {
      return unknown();
    }
  }
}
