package dev.pawl.issuer;

import java.net.URI;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor says in public of its authorization server. It names no client and holds no secret.
 * Immutable.
 *
 * @param name what {@code --issuer} calls it
 * @param title what people call it
 * @param aliases other names for {@code --issuer}
 * @param placeholder the part of its addresses that differs; null if none does
 * @param template its facts and wishes, with the placeholder in braces
 * @param rotation whether a refresh token is spent
 * @param notes what else is odd, a sentence each
 * @param notKnown what no source tells, a sentence each
 * @param sources where each fact stands
 */
public record IssuerPreset(
    String name,
    String title,
    List<String> aliases,
    @Nullable Placeholder placeholder,
    KnownIssuer template,
    Rotation rotation,
    List<String> notes,
    List<String> notKnown,
    List<Source> sources) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:/-]{0,255}");

  /** Copies the lists. */
  public IssuerPreset {
    aliases = List.copyOf(aliases);
    notes = List.copyOf(notes);
    notKnown = List.copyOf(notKnown);
    sources = List.copyOf(sources);
  }

  /** Whether a refresh token is replaced by its use. */
  public enum Rotation {
    /** It stays. */
    NEVER,
    /** Each use brings a new one. */
    ALWAYS,
    /** An administrator decides. */
    CONFIGURABLE,
    /** No source tells. */
    UNKNOWN
  }

  /**
   * The part of the addresses that differs from one customer to the next.
   *
   * @param name as the addresses have it, without braces
   * @param standard its value if none is given; null if one must be
   * @param example a value that could be given
   */
  public record Placeholder(String name, @Nullable String standard, String example) {}

  /**
   * A public page.
   *
   * @param facts what stands there, by the members of the preset's file
   * @param url its address
   * @param seen when it was read
   */
  public record Source(Set<String> facts, URI url, LocalDate seen) {
    /** Copies the names. */
    public Source {
      facts = Set.copyOf(facts);
    }
  }

  /** How it is written after {@code --issuer}: {@code okta:DOMAIN}, {@code github[:HOST]}. */
  public String usage() {
    if (placeholder == null) {
      return name;
    }
    return placeholder.standard() == null
        ? name + ":" + placeholder.name()
        : name + "[:" + placeholder.name() + "]";
  }

  /**
   * What is known of the issuer with {@code value} in the place of the placeholder.
   *
   * @param value null if none was given
   * @throws IllegalArgumentException if one is needed, or it is none; the message says what to
   *     write
   */
  public KnownIssuer with(@Nullable String value) {
    if (placeholder == null) {
      if (value != null) {
        throw new IllegalArgumentException("--issuer " + name + " has nothing after its name");
      }
      return template;
    }
    String part = value == null || value.isEmpty() ? placeholder.standard() : value;
    if (part == null) {
      throw new IllegalArgumentException(
          "--issuer " + name + " needs " + placeholder.name() + ", as in " + example());
    }
    boolean address = template.facts().getOrDefault("issuer", "").startsWith("{");
    if (!PART.matcher(part).matches() || address != part.contains("://")) {
      throw new IllegalArgumentException(
          "--issuer " + name + ": that is no " + placeholder.name() + "; write " + example());
    }
    return filled("{" + placeholder.name() + "}", part);
  }

  private String example() {
    return name + ":" + (placeholder == null ? "" : placeholder.example());
  }

  private KnownIssuer filled(String gap, String part) {
    String bare = part.endsWith("/") ? part.substring(0, part.length() - 1) : part;
    Map<String, String> facts = new LinkedHashMap<>();
    template.facts().forEach((field, text) -> facts.put(field, text.replace(gap, bare)));
    return new KnownIssuer(facts, template.wishes(), template.authenticationMethods());
  }
}
