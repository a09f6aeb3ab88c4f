package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an access token is to be used at: by parameters that may be repeated (RFC 8707, section 2)
 * and such that name it (RFC 8693, section 2.1).
 *
 * @param resources addresses
 * @param audiences names
 */
record Targets(Set<String> resources, Set<String> audiences) {
  /** The parameters that a request may name more than once. */
  static final Set<String> PARAMETERS = Set.of("resource", "audience");

  /** Returns those of a request. */
  static Targets of(Request request) {
    return new Targets(values(request, "resource"), values(request, "audience"));
  }

  private static Set<String> values(Request request, String name) {
    Set<String> values = new TreeSet<>();
    request.parameter(name).ifPresent(values::add);
    for (String pair : request.body().split("&", -1)) {
      if (pair.startsWith(name + "=") && pair.length() > name.length() + 1) {
        values.add(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  /** Returns why a client gets no token for them; empty if it may. */
  Optional<OAuthError> objection(RegisteredClient client) {
    boolean known =
        client.targets().isEmpty()
            || (client.targets().containsAll(resources) && client.targets().containsAll(audiences));
    boolean formed = resources.stream().allMatch(Targets::isAbsolute);
    return known && formed ? Optional.empty() : Optional.of(OAuthError.TARGET);
  }

  /* An absolute address without a fragment (RFC 8707, section 2). */
  private static boolean isAbsolute(String address) {
    int colon = address.indexOf(':');
    return address.matches("[A-Za-z][^\\s#]*") && colon > 0 && colon < address.length() - 1;
  }

  /** Returns whom a token is for; empty for whoever takes tokens of this server. */
  Set<String> all() {
    Set<String> all = new TreeSet<>(resources);
    all.addAll(audiences);
    return all;
  }
}
