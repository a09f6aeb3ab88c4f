package dev.pawl.simulator.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All families and tokens by name and value. Thread-safe; minting takes the family's lock for
 * granted.
 */
final class Registry {
  private final Secrets secrets;
  private final AtomicInteger families = new AtomicInteger();
  private final AtomicInteger devices = new AtomicInteger();
  private final AtomicInteger keys = new AtomicInteger();
  private final Map<String, DeviceGrant> deviceGrants = new ConcurrentHashMap<>();
  private final Map<Integer, Family> byNumber = new ConcurrentSkipListMap<>();
  private final Map<String, RefreshToken> refreshTokens = new ConcurrentHashMap<>();
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, AccessToken> accessTokens = new ConcurrentHashMap<>();

  Registry(Secrets secrets) {
    this.secrets = secrets;
  }

  Family newFamily(String account, String clientId, Set<String> scopes) {
    int number = families.incrementAndGet();
    Family family = new Family("F" + number, account, clientId, scopes);
    byNumber.put(number, family);
    return family;
  }

  RefreshToken mintRefreshToken(Family family) {
    String label = family.name + ".rt" + family.refreshTokens.size();
    RefreshToken token = new RefreshToken(family, label, secrets.value("rt", label));
    family.refreshTokens.add(token);
    refreshTokens.put(token.value, token);
    return token;
  }

  AccessToken mintAccessToken(RefreshToken issuedWith, Instant now, Duration lifetime) {
    Family family = issuedWith.family;
    String label = family.name + ".at" + family.accessTokens.size();
    AccessToken token =
        new AccessToken(family, label, secrets.value("at", label), issuedWith, now.plus(lifetime));
    family.accessTokens.add(token);
    accessTokens.put(token.value, token);
    return token;
  }

  String newCode(Code code) {
    String value = secrets.value("code", code.family.name + ".code");
    codes.put(value, code);
    return value;
  }

  DeviceGrant newDeviceGrant(
      String clientId, Set<String> scopes, Instant expiry, Duration interval) {
    String label = "D" + devices.incrementAndGet();
    DeviceGrant.Names names =
        new DeviceGrant.Names(label, secrets.value("device", label), secrets.userCode(label));
    DeviceGrant grant = new DeviceGrant(names, clientId, scopes, expiry, interval);
    deviceGrants.put(grant.code, grant);
    deviceGrants.put(grant.userCode, grant);
    return grant;
  }

  /** Returns the login on a device that has this device code or user code. */
  Optional<DeviceGrant> deviceGrant(String code) {
    return Optional.ofNullable(deviceGrants.get(code));
  }

  /** Mints an API key: it does not end, and lives on when its family is revoked. */
  AccessToken mintKey(RefreshToken issuedWith) {
    String label = issuedWith.family.name + ".key" + keys.getAndIncrement();
    AccessToken key =
        new AccessToken(
            issuedWith.family, label, secrets.value("key", label), issuedWith, Instant.MAX);
    accessTokens.put(key.value, key);
    return key;
  }

  Optional<Code> code(String value) {
    return Optional.ofNullable(codes.get(value));
  }

  Optional<RefreshToken> refreshToken(String value) {
    return Optional.ofNullable(refreshTokens.get(value));
  }

  Optional<AccessToken> accessToken(String value) {
    return Optional.ofNullable(accessTokens.get(value));
  }

  Optional<Family> family(String name) {
    return byNumber.values().stream().filter(family -> family.name.equals(name)).findFirst();
  }

  Collection<Family> families() {
    return byNumber.values();
  }

  /** Forgets everything; the next family is the first again, its tokens are new ones. */
  void clear() {
    secrets.renew();
    byNumber.clear();
    refreshTokens.clear();
    accessTokens.clear();
    codes.clear();
    deviceGrants.clear();
    families.set(0);
    devices.set(0);
    keys.set(0);
  }

  /** Returns the values of all tokens by label. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    refreshTokens.values().forEach(token -> values.put(token.label, token.value));
    accessTokens.values().forEach(token -> values.put(token.label, token.value));
    return values;
  }
}
