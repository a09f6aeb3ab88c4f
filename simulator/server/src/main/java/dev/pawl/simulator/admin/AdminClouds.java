package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import java.nio.file.Path;
import java.util.Map;

/** What the admin API has to do with clouds. */
final class AdminClouds {
  private final Subject subject;

  AdminClouds(Subject subject) {
    this.subject = subject;
  }

  /** Begins logins at all clouds. */
  Reply environment(Request request) {
    Path home = Path.of(AdminRequest.ofBody(request, "home").required("home"));
    if (!home.isAbsolute()) {
      throw new IllegalArgumentException("'home' is an absolute path, not " + home);
    }
    try {
      return Reply.json(200, subject.environment().apply(home).members());
    } catch (IllegalStateException e) {
      return Doorman.error(409, String.valueOf(e.getMessage()));
    }
  }

  /** Ends the credentials of a session of AWS, or has them be unknown. */
  Reply credentials(Request request) {
    AdminRequest order = AdminRequest.ofBody(request, "family", "what");
    String family = order.required("family");
    String what = order.text("what").orElse("expire");
    try {
      switch (what) {
        case "expire" -> subject.aws().get().expireCredentials(family);
        case "forget" -> subject.aws().get().forgetCredentials(family);
        default -> throw new IllegalArgumentException("'what' is expire or forget");
      }
      return Reply.json(200, Map.of("family", family, "what", what));
    } catch (IllegalStateException e) {
      return Doorman.error(409, String.valueOf(e.getMessage()));
    }
  }
}
