package dev.pawl.oauth;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The issuer of a server with many tenants, as its common metadata names it: a segment of the path
 * is a placeholder, {@code https://login.example/{tenantid}/v2.0} (Microsoft identity platform).
 */
final class IssuerTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z]{1,32}\\}");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /* The tenant that stands for all of them. */
  private static final String COMMON = "common";

  private IssuerTemplate() {}

  /**
   * Whether {@code issuer} is {@code template} with tenants in place of its placeholders; scheme,
   * host and all else must be the same.
   */
  static boolean covers(@Nullable String template, String issuer) {
    if (template == null || !PLACEHOLDER.matcher(template).find()) {
      return false;
    }
    String[] wanted = template.split("/", -1);
    String[] given = issuer.split("/", -1);
    boolean same = wanted.length == given.length;
    for (int i = 0; same && i < wanted.length; i++) {
      boolean inPath = i > 2;
      same =
          wanted[i].equals(given[i])
              || (inPath
                  && PLACEHOLDER.matcher(wanted[i]).matches()
                  && TENANT.matcher(given[i]).matches());
    }
    return same;
  }

  /** The address at which the metadata of {@code issuer} lies; a placeholder is none. */
  static String asked(String issuer) {
    int path = issuer.indexOf('/', issuer.indexOf("://") + 3);
    return path < 0
        ? issuer
        : issuer.substring(0, path)
            + PLACEHOLDER.matcher(issuer.substring(path)).replaceAll(COMMON);
  }
}
