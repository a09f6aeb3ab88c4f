package dev.pawl.cli.shell;

import dev.pawl.authentication.ProgramFields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a program presents for its tokens; what is not given here may stand in the settings. */
public final class ProgramOptions {
  @Option(
      names = "--assertion",
      paramLabel = "PLACE",
      description =
          "for jwt-bearer: where a finished assertion is, as for --client-secret; read anew for "
              + "each token")
  private @Nullable String assertion;

  @Option(
      names = "--assertion-key",
      paramLabel = "PLACE",
      description =
          "for jwt-bearer: where the private key is that Pawl signs assertions with, as for "
              + "--client-key")
  private @Nullable String assertionKey;

  @Option(
      names = "--assertion-issuer",
      paramLabel = "NAME",
      description = "who an assertion is said by (iss); the client id if not given")
  private @Nullable String assertionIssuer;

  @Option(
      names = "--assertion-subject",
      paramLabel = "NAME",
      description = "on whose behalf (sub); who says it if not given")
  private @Nullable String assertionSubject;

  @Option(
      names = "--assertion-audience",
      paramLabel = "A",
      description =
          "whom an assertion is meant for (aud): issuer (default), token-endpoint, or what the "
              + "issuer wants")
  private @Nullable String assertionAudience;

  @Option(
      names = "--subject-token",
      paramLabel = "PLACE|profile:NAME",
      description =
          "for token-exchange: where the token is that is exchanged, as for --client-secret, or the "
              + "profile whose access token it is; read anew for each token")
  private @Nullable String subjectToken;

  @Option(
      names = "--subject-token-type",
      paramLabel = "T",
      description =
          "of what type it is: access_token (default), id_token, jwt, saml2 ... or an identifier")
  private @Nullable String subjectTokenType;

  @Option(
      names = "--actor-token",
      paramLabel = "PLACE|profile:NAME",
      description = "where the token is of who acts for the subject, if the issuer wants one")
  private @Nullable String actorToken;

  @Option(
      names = "--actor-token-type",
      paramLabel = "T",
      description = "of what type it is; access_token if not given")
  private @Nullable String actorTokenType;

  @Option(
      names = "--requested-token-type",
      paramLabel = "T",
      description =
          "of what type the token is to be that is asked for; the issuer's choice if not given")
  private @Nullable String requestedTokenType;

  /** What is given, by the names that the settings have. */
  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    putPlace(fields, ProgramFields.ASSERTION, assertion);
    putPlace(fields, ProgramFields.ASSERTION_KEY, assertionKey);
    put(fields, ProgramFields.ISSUER, assertionIssuer);
    put(fields, ProgramFields.SUBJECT, assertionSubject);
    put(fields, ProgramFields.AUDIENCE, assertionAudience);
    putPlace(fields, ProgramFields.SUBJECT_TOKEN, subjectToken);
    put(fields, ProgramFields.SUBJECT_TYPE, subjectTokenType);
    putPlace(fields, ProgramFields.ACTOR_TOKEN, actorToken);
    put(fields, ProgramFields.ACTOR_TYPE, actorTokenType);
    put(fields, ProgramFields.REQUESTED_TYPE, requestedTokenType);
    return fields;
  }

  private static void putPlace(Map<String, String> fields, String name, @Nullable String place) {
    put(fields, name, place == null ? null : IssuerOptions.absolute(place));
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
