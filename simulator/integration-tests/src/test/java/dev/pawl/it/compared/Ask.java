package dev.pawl.it.compared;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request, built the same way for each provider. In its texts, {@code {name}} stands for the
 * latest member of that name that a provider has answered with, {@code {name.1}} for the first one.
 *
 * @param method its method
 * @param place where it goes
 * @param query the pairs of its query, each {@code name=value}
 * @param form the pairs of its form; for a method that has a body
 * @param headers its headers
 */
record Ask(
    String method, Place place, List<String> query, List<String> form, Map<String, String> headers)
    implements Step {
  static final String FORM = "application/x-www-form-urlencoded";
  private static final String TYPE = "Content-Type";

  /** Returns a {@code POST} of a form. */
  static Ask post(Place place, String... form) {
    return new Ask("POST", place, List.of(), List.of(form), Map.of(TYPE, FORM));
  }

  /** Returns a {@code GET} with a query. */
  static Ask get(Place place, String... query) {
    return new Ask("GET", place, List.of(query), List.of(), Map.of());
  }

  /** Returns this request by another method, its form in the body if it has one. */
  Ask by(String other) {
    return new Ask(other, place, query, form, headers);
  }

  /** Returns this request with more pairs in its query. */
  Ask query(String... more) {
    return new Ask(method, place, joined(query, List.of(more)), form, headers);
  }

  /** Returns this request with more pairs in its form. */
  Ask with(String... more) {
    return new Ask(method, place, query, joined(form, List.of(more)), headers);
  }

  /** Returns this request without the pairs of these names, be they of the form or the query. */
  Ask without(String... names) {
    List<String> gone = List.of(names);
    return new Ask(method, place, left(query, gone), left(form, gone), headers);
  }

  /** Returns this request with another value of a parameter, where it stands. */
  Ask but(String name, String value) {
    return new Ask(method, place, put(query, name, value), put(form, name, value), headers);
  }

  /** Returns this request with one more header. */
  Ask header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Ask(method, place, query, form, more);
  }

  /** Returns this request with a body of another type, its content as it is. */
  Ask type(String other) {
    return header(TYPE, other);
  }

  /** Returns this request from a client that proves itself by HTTP Basic. */
  Ask basic(String id, String secret) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** Returns this request with a bearer token. */
  Ask bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  private static List<String> joined(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static List<String> left(List<String> pairs, List<String> gone) {
    return pairs.stream().filter(pair -> !gone.contains(name(pair))).toList();
  }

  private static List<String> put(List<String> pairs, String name, String value) {
    return pairs.stream().map(pair -> name(pair).equals(name) ? name + "=" + value : pair).toList();
  }

  private static String name(String pair) {
    return pair.substring(0, pair.indexOf('='));
  }
}
