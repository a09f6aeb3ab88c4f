package dev.pawl.cli.token;

import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.json.Json;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token as the document that Google's libraries read from a program (google.aip.dev/auth/4117):
 * on success with the exit code 0, and on failure too, since they read it only then.
 *
 * @param least for how long the token should still be good
 */
record SubjectToken(Chosen chosen, Duration least) {
  private static final String WANTED = "GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE";
  private static final String TYPES = "urn:ietf:params:oauth:token-type:";
  private static final Pattern JSON_WEB_TOKEN =
      Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*"); // RFC 7515, section 3.1

  int run() {
    Shell shell = chosen.shell();
    return chosen.run(
        Session.Talk.ON_TERMINAL,
        credentials -> {
          try {
            return print(shell, credentials.tokenValidFor(least));
          } catch (TokenException e) {
            return refuse(shell, e.reason().name(), String.valueOf(e.getMessage()));
          }
        });
  }

  private static int print(Shell shell, Token token) {
    String type = shell.environment().getOrDefault(WANTED, TYPES + "jwt");
    String problem = problem(type, token);
    if (problem != null) {
      return refuse(shell, TokenException.Reason.FIX_CONFIGURATION.name(), problem);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", 1);
    document.put("success", true);
    document.put("token_type", type);
    document.put("id_token", token.value());
    if (!token.expiry().equals(Instant.MAX)) {
      document.put("expiration_time", token.expiry().getEpochSecond());
    }
    return document(shell, document);
  }

  private static @Nullable String problem(String type, Token token) {
    if (!type.equals(TYPES + "jwt") && !type.equals(TYPES + "id_token")) {
      return "a token of the type " + type + " is wanted, and Pawl has JSON Web Tokens alone";
    }
    return JSON_WEB_TOKEN.matcher(token.value()).matches()
        ? null
        : "the token that pawl token prints is no JSON Web Token; have the issuer give such, or"
            + " name another profile";
  }

  private static int refuse(Shell shell, String code, String message) {
    if (shell.saysOnTerminal()) { // the libraries read both streams as one document
      shell.say(message);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", 1);
    document.put("success", false);
    document.put("code", code);
    document.put("message", message);
    return document(shell, document);
  }

  private static int document(Shell shell, Map<String, Object> members) {
    shell.out().println(Json.write(members));
    return shell.printed(ExitCode.OK);
  }
}
