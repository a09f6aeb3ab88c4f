package dev.pawl.settings;

import dev.pawl.process.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that a settings file can use. Every other name is ignored by whoever reads the
 * settings, so that an older Pawl can read a newer one's file; {@code pawl doctor} tells of them,
 * since a typing error switches off what was meant to be switched on.
 */
public final class SettingsKeys {
  private static final Set<String> OF_A_LOGIN =
      Set.of(
          "issuer",
          "clientId",
          "clientAuthentication",
          "clientSecret",
          "clientKey",
          "clientCertificate",
          "clientKeyId",
          "clientKeyAlgorithm",
          "clientAssertionAudience",
          "assertion",
          "assertionKey",
          "assertionKeyId",
          "assertionKeyAlgorithm",
          "assertionIssuer",
          "assertionSubject",
          "assertionAudience",
          "assertionScope",
          "subjectToken",
          "subjectTokenType",
          "actorToken",
          "actorTokenType",
          "requestedTokenType",
          "tokenEndpoint",
          "revocationEndpoint",
          "authorizationEndpoint",
          "deviceAuthorizationEndpoint",
          "pushedAuthorizationEndpoint",
          "apiKeyEndpoint",
          "apiKeyKind",
          "redirectUri",
          "method",
          "parameters",
          "refreshParameters",
          "headers",
          "scope",
          "dpop",
          "replay",
          "billing",
          "retryableErrors",
          "finalErrors",
          "configurationErrors",
          "concurrentSpends",
          "spendsPerSecond");

  /** The members of each object; an empty set for what holds no object. */
  private static final Map<String, Set<String>> TOP =
      Map.ofEntries(
          Map.entry("precedence", Set.of()),
          Map.entry("apiKeyHelper", Set.of()),
          Map.entry("awsAuthRefresh", Set.of()),
          Map.entry("awsCredentialExport", Set.of()),
          Map.entry("gcpAuthRefresh", Set.of()),
          Map.entry("forceLoginMethod", Set.of()),
          Map.entry("forceLoginOrgUUID", Set.of()),
          Map.entry("billingChange", Set.of()),
          Map.entry("helper", Set.of("env", "stderr", "timeout")),
          Map.entry("cache", Set.of("engine", "profiles", "valueBytes")),
          Map.entry("credentials", Set.of("store")),
          Map.entry(
              "fleet",
              Set.of(
                  "url",
                  "key",
                  "password",
                  "trust",
                  "identity",
                  "failover",
                  "ttlSeconds",
                  "quarantineSeconds")),
          Map.entry(
              "network",
              Set.of("proxy", "trust", "identity", "proxyLoginFile", "identityPasswordFile")),
          Map.entry("profiles", OF_A_LOGIN),
          Map.entry("issuers", OF_A_LOGIN));

  private SettingsKeys() {}

  /**
   * A name that means nothing.
   *
   * @param file that has it
   * @param managed whether that is the machine's file
   * @param name with the names of the objects around it
   * @param nearest a name that was perhaps meant
   */
  public record Unknown(Path file, boolean managed, String name, @Nullable String nearest) {}

  /**
   * The names in the files of {@code settings} that mean nothing.
   *
   * @throws SettingsException if a file cannot be read or understood
   */
  public static List<Unknown> unknown(Settings settings) throws SettingsException {
    List<Unknown> unknown = new ArrayList<>();
    for (Path file : settings.files()) {
      for (Map.Entry<?, ?> field : settings.fields(file).entrySet()) {
        String name = String.valueOf(field.getKey());
        Set<String> members = TOP.get(name);
        Unwanted at = new Unwanted(file, file.equals(settings.managed()), unknown);
        if (members == null) {
          at.add("", name, TOP.keySet());
        } else if (field.getValue() instanceof Map<?, ?> object && !members.isEmpty()) {
          at.members(name, object, members);
        }
      }
    }
    return unknown;
  }

  /** Where names are looked at, and where those that mean nothing go. */
  private record Unwanted(Path file, boolean managed, List<Unknown> unknown) {
    void members(String of, Map<?, ?> object, Set<String> known) {
      boolean named = of.equals("profiles") || of.equals("issuers");
      for (Map.Entry<?, ?> member : object.entrySet()) {
        String name = String.valueOf(member.getKey());
        if (!named && !known.contains(name)) {
          add(of + ".", name, known);
        } else if (named && member.getValue() instanceof Map<?, ?> one) {
          one.keySet().stream()
              .map(String::valueOf)
              .filter(key -> !known.contains(key))
              .forEach(key -> add(of + "." + name + ".", key, known));
        }
      }
    }

    void add(String before, String name, Set<String> known) {
      unknown.add(new Unknown(file, managed, before + name, NearestName.of(name, known)));
    }
  }
}
