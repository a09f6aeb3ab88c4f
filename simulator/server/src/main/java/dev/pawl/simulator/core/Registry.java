package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import dev.pawl.simulator.core.operation.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Families and tokens by name and value: those of one issuer, or all. Names count through all
 * issuers of a simulator. Tokens are recognized by their values and not remembered, so that a
 * million refreshes of a family take a few bytes each, and as many tokens of programs none.
 * Thread-safe; minting takes the family's lock for granted.
 */
final class Registry {
  private static final int REMEMBERED = 20_000;
  private static final String PUSHED = "urn:ietf:params:oauth:request_uri:";
  private static final Pattern FAMILY = Pattern.compile("F[1-9][0-9]{0,8}");
  private static final Pattern LABEL = Pattern.compile("(F[0-9]+)\\.[a-z]+([0-9]{1,9})");

  private final @Nullable Service issuer;
  private final InstantSource clock;
  private final Secrets secrets;
  private final AtomicInteger families;
  private final AtomicInteger devices;
  private final AtomicInteger pushes;
  private final Map<Integer, Family> byNumber;
  private final Latest single;
  private final Latest logins;
  private final Passing<DeviceGrant> deviceGrants = new Passing<>(grant -> grant.expiry);
  private final Passing<DeviceGrant> typed = new Passing<>(grant -> grant.expiry);
  private final Passing<Code> codes = new Passing<>(code -> code.expiry);
  private final Passing<PushedRequest> pushedRequests = new Passing<>(PushedRequest::expiry);

  /** Creates an empty registry of all issuers. */
  Registry(Secrets secrets, InstantSource clock) {
    this.issuer = null;
    this.clock = clock;
    this.secrets = secrets;
    this.families = new AtomicInteger();
    this.devices = new AtomicInteger();
    this.pushes = new AtomicInteger();
    this.byNumber = new ConcurrentSkipListMap<>();
    this.single = new Latest(REMEMBERED);
    this.logins = new Latest(REMEMBERED);
  }

  private Registry(Registry all, Service issuer, InstantSource clock) {
    this.issuer = issuer;
    this.clock = clock;
    this.secrets = all.secrets;
    this.families = all.families;
    this.devices = all.devices;
    this.pushes = all.pushes;
    this.byNumber = all.byNumber;
    this.single = all.single;
    this.logins = all.logins;
  }

  /** Returns the part of this registry that one issuer knows. */
  Registry of(Service one, InstantSource itsClock) {
    return new Registry(this, one, itsClock);
  }

  private boolean isKnown(Family family) {
    return issuer == null || issuer.equals(family.issuer);
  }

  /**
   * Creates the family of a login. Of such families the latest 20,000 are remembered: the tokens of
   * an older one are unknown.
   */
  Family newFamily(String account, String clientId, Set<String> scopes) {
    return begin(logins, account, clientId, scopes);
  }

  private Family begin(Latest kind, String account, String clientId, Set<String> scopes) {
    Family family =
        new Family(
            issuer == null ? Service.OAUTH : issuer,
            families.incrementAndGet(),
            account,
            clientId,
            scopes,
            clock.instant());
    byNumber.put(family.number, family);
    kind.add(family.number).ifPresent(byNumber::remove);
    return family;
  }

  /**
   * Creates a family for one access token, whose refresh token nobody is told. Of such families the
   * latest 20,000 are remembered: the token of an older one is unknown.
   */
  Family newSingleFamily(String account, String clientId, Set<String> scopes) {
    return begin(single, account, clientId, scopes);
  }

  RefreshToken mintRefreshToken(Family family) {
    int number = family.generations();
    RefreshToken token = refreshToken(family, number);
    family.add(token);
    return token;
  }

  private RefreshToken refreshToken(Family family, int number) {
    String label = family.name + ".rt" + number;
    return new RefreshToken(family, number, label, secrets.value("rt", label), clock.instant());
  }

  AccessToken mintAccessToken(RefreshToken issuedWith, Instant now, Duration lifetime) {
    Family family = issuedWith.family;
    int number = family.accessTokens.add(now, now.plus(lifetime), issuedWith.number);
    return accessToken(family, "at", number);
  }

  private AccessToken accessToken(Family family, String kind, int number) {
    String label = family.name + "." + kind + number;
    AccessTokens book = kind.equals("at") ? family.accessTokens : family.keys;
    return new AccessToken(family, label, secrets.value(kind, label), book, number);
  }

  String newCode(Code code) {
    String value = secrets.value("code", code.family.name + ".code");
    codes.put(value, code, clock.instant());
    return value;
  }

  /** Keeps an authorization request and returns its address. */
  String newPushedRequest(PushedRequest request) {
    String address = PUSHED + secrets.value("push", "P" + pushes.incrementAndGet());
    pushedRequests.put(address, request, clock.instant());
    return address;
  }

  /** Tells whether an address looks like that of a pushed request. */
  static boolean isPushed(String address) {
    return address.startsWith(PUSHED);
  }

  /** Returns the pushed request of that address, which stays. */
  Optional<PushedRequest> pushedRequest(String address) {
    return pushedRequests.get(address);
  }

  /** Takes a pushed request away; false if it is gone already. */
  boolean removePushedRequest(String address) {
    return pushedRequests.remove(address);
  }

  DeviceGrant newDeviceGrant(
      String clientId, Set<String> scopes, Instant expiry, Duration interval) {
    String label = "D" + devices.incrementAndGet();
    DeviceGrant.Names names =
        new DeviceGrant.Names(label, secrets.value("device", label), secrets.userCode(label));
    DeviceGrant grant = new DeviceGrant(names, clientId, scopes, expiry, interval);
    Instant now = clock.instant();
    deviceGrants.put(grant.code, grant, now);
    typed.put(letters(grant.userCode), grant, now);
    return grant;
  }

  /** Returns the login on a device that has this device code. */
  Optional<DeviceGrant> deviceGrant(String code) {
    return deviceGrants.get(code);
  }

  /** Returns the login on a device whose user code somebody typed (RFC 8628, section 6.1). */
  Optional<DeviceGrant> typed(String userCode) {
    return typed.get(letters(userCode));
  }

  private static String letters(String code) {
    return code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  /** Mints an API key: it does not end, and lives on when its family is revoked. */
  AccessToken mintKey(AccessToken access, Instant now) {
    return accessToken(access.family(), "key", access.family().keys.add(now, Instant.MAX, 0));
  }

  Optional<Code> code(String value) {
    return codes.get(value);
  }

  /** Finds a refresh token that was issued; one that is forgotten was spent long ago. */
  Optional<RefreshToken> refreshToken(String value) {
    return issued("rt", value)
        .map(
            one ->
                one.family
                    .refreshToken(one.number)
                    .orElseGet(
                        () -> {
                          RefreshToken forgotten = refreshToken(one.family, one.number);
                          forgotten.state = RefreshToken.State.SPENT;
                          return forgotten;
                        }));
  }

  /** Finds an access token or key that was issued. */
  Optional<AccessToken> accessToken(String value) {
    return issued("at", value)
        .map(one -> accessToken(one.family, "at", one.number))
        .or(() -> issued("key", value).map(one -> accessToken(one.family, "key", one.number)));
  }

  private record Issued(Family family, int number) {}

  private Optional<Issued> issued(String kind, String value) {
    return secrets
        .label(kind, value)
        .map(LABEL::matcher)
        .filter(Matcher::matches)
        .flatMap(
            label ->
                family(label.group(1))
                    .map(family -> new Issued(family, Integer.parseInt(label.group(2)))));
  }

  Optional<Family> family(String name) {
    return FAMILY.matcher(name).matches()
        ? Optional.ofNullable(byNumber.get(Integer.parseInt(name.substring(1))))
            .filter(this::isKnown)
        : Optional.empty();
  }

  Collection<Family> families() {
    return byNumber.values().stream().filter(this::isKnown).toList();
  }

  /** Forgets everything; the next family is the first again, its tokens are new ones. */
  void clear() {
    secrets.renew();
    byNumber.clear();
    single.clear();
    logins.clear();
    codes.clear();
    pushedRequests.clear();
    deviceGrants.clear();
    typed.clear();
    families.set(0);
    devices.set(0);
  }

  /** Returns the values of all tokens by label. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    for (Family family : families()) {
      put(values, "rt", family, family.generations());
      put(values, "at", family, family.accessTokens.count());
      put(values, "key", family, family.keys.count());
    }
    return values;
  }

  private void put(Map<String, String> values, String kind, Family family, int count) {
    for (int number = 0; number < count; number++) {
      String label = family.name + "." + kind + number;
      values.put(label, secrets.value(kind, label));
    }
  }
}
