package dev.pawl.it.compared;

import static dev.pawl.it.compared.Requests.authorize;
import static dev.pawl.it.compared.Requests.redeem;
import static dev.pawl.it.compared.Requests.userInfo;

import java.time.Duration;
import java.util.List;

/** Who a token acts for, metadata and keys. */
final class InformationSequences {
  static final List<Sequence> ALL =
      List.of(
          Sequence.of("userinfo")
              .then(authorize("public", "openid messages"), redeem("public"), userInfo())
              .same("200 sub"),
          Sequence.of("userinfo by POST")
              .then(authorize("public", "openid messages"), redeem("public"), userInfo().by("POST"))
              .same("200 sub"),
          Sequence.of("userinfo with the token in a form")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  Ask.post(Place.USERINFO_ENDPOINT, "access_token={access_token}"))
              .same("200 sub"),
          Sequence.of("userinfo with the token in the query")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  Ask.get(Place.USERINFO_ENDPOINT, "access_token={access_token}"))
              .simulator("401 challenge=Bearer")
              .provider("400 error=invalid_request challenge=Bearer:invalid_request")
              .decides(Decision.TOKEN_IN_QUERY),
          Sequence.of("userinfo without a token")
              .then(Ask.get(Place.USERINFO_ENDPOINT))
              .simulator("401 challenge=Bearer")
              .provider("401 error=invalid_token challenge=Bearer")
              .decides(Decision.NO_ERROR_CODE),
          Sequence.of("userinfo with an unknown token")
              .then(Ask.get(Place.USERINFO_ENDPOINT).bearer("none-of-yours"))
              .same("401 error=invalid_token challenge=Bearer:invalid_token"),
          Sequence.of("userinfo with an empty token")
              .then(Ask.get(Place.USERINFO_ENDPOINT).bearer(""))
              .simulator("401 challenge=Bearer")
              .provider("400 error=invalid_request challenge=Bearer:invalid_request")
              .decides(Decision.NO_BEARER),
          Sequence.of("userinfo with Basic")
              .then(Ask.get(Place.USERINFO_ENDPOINT).basic("basic", "basic-secret"))
              .simulator("401 challenge=Bearer")
              .provider("400 error=invalid_request challenge=Bearer:invalid_request")
              .decides(Decision.NO_BEARER),
          Sequence.of("userinfo with an old token")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  new Step.Wait(Duration.ofHours(2)),
                  userInfo())
              .same("401 error=invalid_token challenge=Bearer:invalid_token"),
          Sequence.of("userinfo with a refresh token")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  Ask.get(Place.USERINFO_ENDPOINT).bearer("{refresh_token}"))
              .same("401 error=invalid_token challenge=Bearer:invalid_token"),
          Sequence.of("userinfo with a token without openid")
              .then(authorize("public", "messages"), redeem("public"), userInfo())
              .same("403 error=insufficient_scope challenge=Bearer:insufficient_scope"),
          Sequence.of("userinfo by PUT")
              .then(authorize("public", "openid messages"), redeem("public"), userInfo().by("PUT"))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS),
          Sequence.of("userinfo with bearer in lower case")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  Ask.get(Place.USERINFO_ENDPOINT).header("Authorization", "bearer {access_token}"))
              .same("200 sub"),
          Sequence.of("metadata")
              .then(Ask.get(Place.METADATA))
              .same(
                  "200 authorization_endpoint id_token_signing_alg_values_supported issuer jwks_uri response_types_supported subject_types_supported token_endpoint"),
          Sequence.of("metadata by HEAD").then(Ask.get(Place.METADATA).by("HEAD")).same("200"),
          Sequence.of("metadata by POST")
              .then(Ask.post(Place.METADATA))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS),
          Sequence.of("keys").then(Ask.get(Place.JWKS_URI)).same("200 keys"),
          Sequence.of("keys by POST")
              .then(Ask.post(Place.JWKS_URI))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS));

  private InformationSequences() {}
}
