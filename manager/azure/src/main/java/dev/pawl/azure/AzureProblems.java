package dev.pawl.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalJsonParsingException;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What azure-identity's exceptions mean for whoever wants a token. */
final class AzureProblems {
  static final String LOGIN = "Run: az login";

  /* Codes that want a person (learn.microsoft.com/entra/identity-platform/reference-error-codes):
   * sessions that ended or were revoked, second factors, consent, conditional access. */
  private static final Set<String> WANT_A_PERSON =
      Set.of(
          "50058", "50072", "50074", "50076", "50078", "50079", "50097", "50132", "50133", "50158",
          "50173", "53000", "53001", "53003", "54005", "65001", "70008", "70043", "700082",
          "700084");
  private static final Pattern CODE = Pattern.compile("AADSTS([0-9]{5,7})");
  /* Of an answer that is no error of OAuth, MSAL tells the status in its message alone. */
  private static final Pattern STATUS = Pattern.compile("status code: ([0-9]{3})");
  private static final int TOO_MANY = 429;
  private static final int SERVERS = 500;

  private AzureProblems() {}

  /** What {@code e} means where a token was asked for. */
  static CloudException of(RuntimeException e) {
    String code = code(e);
    MsalServiceException service = CloudException.cause(e, MsalServiceException.class);
    if (WANT_A_PERSON.contains(code)
        || CloudException.cause(e, MsalInteractionRequiredException.class) != null) {
      return sessionEnded(code, service == null ? null : service.claims(), e);
    }
    int status = status(e, service);
    if (status == TOO_MANY || status >= SERVERS || isOfTheNetwork(e) || isOfAGateway(e)) {
      return new CloudException(
          Kind.UNAVAILABLE, "Entra ID gives no token now" + said(status, code) + "; try later", e);
    }
    if (CloudException.cause(e, CredentialUnavailableException.class) != null && code.isEmpty()) {
      return new CloudException(
          Kind.ABSENT,
          "no credentials of Azure are configured here; "
              + LOGIN
              + ", or set AZURE_CLIENT_ID and"
              + " what belongs to it",
          e);
    }
    if (status == 0 && code.isEmpty()) { // Entra ID was not even asked
      Throwable root = root(e);
      return new CloudException(
          Kind.MISCONFIGURED,
          "azure-identity cannot use what is configured: "
              + root.getClass().getSimpleName()
              + ": "
              + root.getMessage(),
          e);
    }
    return new CloudException(
        Kind.MISCONFIGURED,
        "Entra ID refuses" + said(status, code) + "; look at the tenant, the client and its secret",
        e);
  }

  private static String said(int status, String code) {
    String text = (status == 0 ? "" : " " + status) + (code.isEmpty() ? "" : " AADSTS" + code);
    return text.isEmpty() ? "" : " (" + text.strip() + ")";
  }

  /* Claims are a challenge, no secret: without them the person would be asked for too little. */
  private static CloudException sessionEnded(
      String code, @Nullable String claims, RuntimeException e) {
    String challenge =
        claims == null || claims.isEmpty()
            ? ""
            : " --claims-challenge "
                + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return new CloudException(
        Kind.SESSION_ENDED,
        "Entra ID wants a person" + said(0, code) + ". " + LOGIN + challenge,
        e);
  }

  private static boolean isOfTheNetwork(Throwable e) {
    return CloudException.cause(e, IOException.class) != null
        || CloudException.cause(e, TimeoutException.class) != null;
  }

  /* Such as a page of HTML: MSAL tells no status then. */
  private static boolean isOfAGateway(Throwable e) {
    return CloudException.cause(e, MsalJsonParsingException.class) != null;
  }

  private static int status(Throwable e, @Nullable MsalServiceException service) {
    if (service != null && service.statusCode() != null) {
      return service.statusCode();
    }
    HttpResponseException answer = CloudException.cause(e, HttpResponseException.class);
    if (answer != null && answer.getResponse() != null) {
      return answer.getResponse().getStatusCode();
    }
    Matcher told = STATUS.matcher(service == null ? "" : String.valueOf(service.getMessage()));
    return told.find() ? Integer.parseInt(told.group(1)) : 0;
  }

  private static String code(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Matcher found = CODE.matcher(String.valueOf(cause.getMessage()));
      if (found.find()) {
        return found.group(1);
      }
    }
    return "";
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
