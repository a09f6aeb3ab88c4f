package dev.pawl.issuer;

import dev.pawl.json.JsonException;
import dev.pawl.process.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The presets that there are: one file for each vendor, read when it is asked for. Nobody but a
 * login, and who asks for them, reads any.
 */
public final class IssuerPresets {
  private static final List<String> NAMES =
      List.of(
          "atlassian",
          "auth0",
          "bitbucket",
          "box",
          "dropbox",
          "github",
          "gitlab",
          "google",
          "hubspot",
          "keycloak",
          "linear",
          "microsoft",
          "notion",
          "okta",
          "salesforce",
          "slack",
          "zoom");

  private IssuerPresets() {}

  /** The names of all of them. */
  public static List<String> names() {
    return NAMES;
  }

  /** All of them, by name. */
  public static List<IssuerPreset> all() {
    return NAMES.stream().map(IssuerPresets::read).toList();
  }

  /** Whether {@code issuer} names a preset, be there one or not: an address does not. */
  public static boolean isName(String issuer) {
    int colon = issuer.indexOf(':');
    return colon < 0 || !issuer.startsWith("//", colon + 1);
  }

  /**
   * What is known of the issuer that {@code text} names, such as {@code google} or {@code
   * okta:example.okta.com}.
   *
   * @throws IllegalArgumentException if it names none; the message says what to write
   */
  public static KnownIssuer known(String text) {
    int colon = text.indexOf(':');
    IssuerPreset preset = named(colon < 0 ? text : text.substring(0, colon));
    return preset.with(colon < 0 ? null : text.substring(colon + 1));
  }

  /**
   * The preset of that name or alias.
   *
   * @throws IllegalArgumentException if there is none; the message names a near one
   */
  public static IssuerPreset named(String name) {
    if (NAMES.contains(name)) {
      return read(name);
    }
    Set<String> names = new TreeSet<>();
    for (IssuerPreset preset : all()) {
      if (preset.aliases().contains(name)) {
        return preset;
      }
      names.add(preset.name());
      names.addAll(preset.aliases());
    }
    @Nullable String near = NearestName.of(name, names);
    throw new IllegalArgumentException(
        "there is no issuer of that name"
            + (near == null ? "" : "; did you mean " + near + "?")
            + " 'pawl issuers' lists them; an address begins with https://");
  }

  private static IssuerPreset read(String name) {
    try (InputStream in = IssuerPresets.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the preset " + name + " is missing");
      }
      return PresetReader.read(name, in.readAllBytes());
    } catch (JsonException e) {
      throw new IllegalStateException("the preset " + name + " is damaged", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the preset " + name + " cannot be read", e);
    }
  }
}
