package dev.pawl.settings;

import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.LastLogin;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one issuer's OAuth errors, beside what is known of everybody's. A code may be the
 * error itself, or what names it closer ({@code error_subtype}, {@code suberror}, {@code status}
 * ...).
 *
 * @param retryable codes that mean "try again"
 * @param terminal codes that mean "the refresh token is of no use any more"
 * @param certain those of them that mean it whatever the status: whoever sets one knows the server
 * @param configuration codes that mean "client, scope or request are wrong"
 */
public record ErrorCodes(
    Set<String> retryable, Set<String> terminal, Set<String> certain, Set<String> configuration) {
  /** Nothing is said of any. */
  public static final ErrorCodes NONE = new ErrorCodes(Set.of(), Set.of());

  /** Copies all, in lower case: servers do not agree on it. */
  public ErrorCodes {
    retryable = lower(retryable);
    terminal = lower(terminal);
    certain = lower(certain);
    configuration = lower(configuration);
  }

  /** Codes that settings name. */
  public ErrorCodes(Set<String> retryable, Set<String> terminal, Set<String> configuration) {
    this(retryable, terminal, terminal, configuration);
  }

  /** Codes of which none is of the configuration. */
  public ErrorCodes(Set<String> retryable, Set<String> terminal) {
    this(retryable, terminal, Set.of());
  }

  /** What a preset said of the issuer of {@code grant} when that login was made. */
  public static ErrorCodes keptBy(Grant grant) {
    return keptBy(LastLogin.of(grant).fields());
  }

  /** The same of a login that was given {@code fields}, by the names that the settings have. */
  public static ErrorCodes keptBy(Map<String, String> fields) {
    return new ErrorCodes(
        listed(fields.get("retryableErrors")),
        listed(fields.get("finalErrors")),
        Set.of(),
        listed(fields.get("configurationErrors")));
  }

  private static Set<String> listed(@Nullable String codes) {
    return codes == null ? Set.of() : Set.of(codes.split(",", -1));
  }

  /** These, and what {@code issuers} say, by issuer, of the one of {@code client}. */
  public ErrorCodes with(Map<String, ErrorCodes> issuers, ClientRegistration client) {
    ErrorCodes errors = this;
    for (Map.Entry<String, ErrorCodes> one : issuers.entrySet()) {
      errors = client.isOf(one.getKey()) ? errors.and(one.getValue()) : errors;
    }
    return errors;
  }

  /** These and those of {@code others}. */
  public ErrorCodes and(ErrorCodes others) {
    return new ErrorCodes(
        union(retryable, others.retryable()),
        union(terminal, others.terminal()),
        union(certain, others.certain()),
        union(configuration, others.configuration()));
  }

  /** These, and of {@code others} the codes of which nothing is said here. */
  public ErrorCodes over(ErrorCodes others) {
    Set<String> said = union(union(retryable, terminal), configuration);
    return and(
        new ErrorCodes(
            without(others.retryable(), said),
            without(others.terminal(), said),
            without(others.certain(), said),
            without(others.configuration(), said)));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> union = new HashSet<>(some);
    union.addAll(others);
    return union;
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    Set<String> rest = new HashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  private static Set<String> lower(Collection<String> codes) {
    Set<String> lower = new HashSet<>();
    for (String code : codes) {
      lower.add(code.toLowerCase(Locale.ROOT));
    }
    return Set.copyOf(lower);
  }
}
