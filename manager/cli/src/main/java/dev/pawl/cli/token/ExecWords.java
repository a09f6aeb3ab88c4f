package dev.pawl.cli.token;

import dev.pawl.settings.VendorVariables;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the plain forms of {@code pawl exec} ask for; every other form is for the parser of options.
 *
 * @param profile the profile that is named, or null
 * @param names the variables that are named
 * @param inFile whether the token goes into a file
 * @param before how many words precede the command, the verb not counted
 */
public record ExecWords(@Nullable String profile, List<String> names, boolean inFile, int before) {
  private static final String PROFILE = "--profile";
  private static final String NAME = "--env";

  private static final String TOKEN = VendorVariables.AUTH_TOKEN;
  private static final String KEY = VendorVariables.API_KEY;
  private static final List<String> CREDENTIALS =
      List.of(TOKEN, VendorVariables.OAUTH_TOKEN, VendorVariables.OAUTH_TOKEN_DESCRIPTOR, KEY);

  /**
   * The variable that gets {@code token} if none is named.
   *
   * @throws dev.pawl.token.TokenException if it is bound to a key: whoever reads that variable
   *     sends a bearer token
   */
  static String variable(Token token) {
    BoundToken.requireBearer(token);
    return token.kind() == Credential.Kind.API_KEY ? KEY : TOKEN;
  }

  /**
   * The variables of {@code environment} by which a command would find another credential than
   * {@code token}, which it gets in the variable of its kind.
   */
  static List<String> others(Token token, Map<String, String> environment) {
    List<String> others = new ArrayList<>();
    for (String name : CREDENTIALS) {
      if (environment.containsKey(name) && !name.equals(variable(token))) {
        others.add(name);
      }
    }
    return others;
  }

  /** Reads the words that follow the verb; null if they are out of the ordinary. */
  public static @Nullable ExecWords of(List<String> words) {
    String profile = null;
    List<String> names = new ArrayList<>();
    boolean inFile = false;
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-") && !words.get(at).equals("--")) {
      String word = words.get(at++);
      String option = word;
      String value = null;
      int equals = word.indexOf('=');
      if (equals >= 0) {
        option = word.substring(0, equals);
        value = word.substring(equals + 1);
      }
      if (word.equals("--token-file")) {
        inFile = true;
        continue;
      }
      if (value == null && at < words.size()) {
        value = words.get(at++);
      }
      if (value != null && option.equals(NAME)) {
        names.add(value);
      } else if (value != null && option.equals(PROFILE) && profile == null) {
        profile = value;
      } else {
        return null;
      }
    }
    int before = at < words.size() && words.get(at).equals("--") ? at + 1 : at;
    return before < words.size() ? new ExecWords(profile, names, inFile, before) : null;
  }
}
