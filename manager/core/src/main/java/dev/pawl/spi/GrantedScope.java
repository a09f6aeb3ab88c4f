package dev.pawl.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which scopes a login was granted, where its server told others than were asked for (RFC 6749
 * section 5.1). What an answer does not tell stays as it was; a refresh never widens what is known
 * here unless its answer says so.
 */
public final class GrantedScope {
  /** The grant's field that holds them, separated by spaces. */
  public static final String FIELD = "granted_scope";

  private static final String OFFLINE = "offline_access";

  /* GitHub and Slack tell scopes with commas between them, which no scope of theirs has
   * (docs.github.com/en/apps/oauth-apps, api.slack.com/authentication/oauth-v2). */
  private static final Pattern SEPARATORS = Pattern.compile("[ ,]+");

  /* What Google calls two scopes of OpenID Connect in its answers
   * (developers.google.com/identity/protocols/oauth2/scopes). */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "https://www.googleapis.com/auth/userinfo.email", "email",
          "https://www.googleapis.com/auth/userinfo.profile", "profile");

  private static final int LONGEST = 4_096;
  private static final Pattern SCOPES = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E ]+");

  private GrantedScope() {}

  /** The scopes of the login of {@code grant}: those told, else those asked for. */
  public static String of(Grant grant) {
    return grant.extras().get(FIELD) instanceof String text ? text : grant.client().scope();
  }

  /**
   * The scopes that were asked for and not granted, separated by spaces; empty if none lacks. A
   * scope that asks for a refresh token is no such: vendors that gave one often do not name it.
   */
  public static String lacking(String asked, String granted) {
    Set<String> lacking = words(asked);
    lacking.removeAll(words(granted));
    lacking.remove(OFFLINE);
    return String.join(" ", lacking);
  }

  /** {@code grant} with the scopes that {@code answer} tells. */
  public static Grant told(Grant grant, Map<String, ? extends @Nullable Object> answer) {
    if (!(answer.get("scope") instanceof String text)
        || text.isBlank()
        || text.length() > LONGEST
        || !SCOPES.matcher(text).matches()) {
      return grant;
    }
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(grant.extras());
    if (words(text).equals(words(grant.client().scope()))) {
      extras.remove(FIELD);
    } else {
      extras.put(FIELD, text.strip());
    }
    return extras.equals(grant.extras())
        ? grant
        : new Grant(grant.generation(), grant.origin(), grant.client(), grant.tokens(), extras);
  }

  private static Set<String> words(String scope) {
    Set<String> words = new TreeSet<>();
    for (String word : SEPARATORS.split(scope.strip(), -1)) {
      words.add(OTHER_NAMES.getOrDefault(word, word));
    }
    words.remove("");
    return words;
  }
}
