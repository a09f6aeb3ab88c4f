package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.core.ledger.Outcome;

/** Why a signed request is refused, by the code that the dialects of AWS have for it. */
enum SignatureProblem {
  /** There is no signature that can be read. */
  MISSING(Outcome.UNKNOWN, "MissingAuthenticationTokenException", "MissingAuthenticationToken"),
  /** Nobody knows the access key, or the session token is not its. */
  UNKNOWN(Outcome.UNKNOWN, "UnrecognizedClientException", "InvalidClientTokenId"),
  /** It was signed too long ago, by the service's clock. */
  EARLIER(Outcome.INVALID_PROOF, "InvalidSignatureException", "SignatureDoesNotMatch"),
  /** It was signed in the future, by the service's clock. */
  LATER(Outcome.INVALID_PROOF, "SignatureNotYetCurrent", "SignatureNotYetCurrent"),
  /** It was signed with another key, or changed on its way. */
  WRONG(Outcome.INVALID_PROOF, "SignatureMismatch", "SignatureMismatch"),
  /** The credentials have ended. */
  EXPIRED(Outcome.EXPIRED, "ExpiredCredentials", "ExpiredToken");

  final Outcome outcome;
  final String inJson;
  final String inXml;

  SignatureProblem(Outcome outcome, String inJson, String inXml) {
    this.outcome = outcome;
    this.inJson = inJson;
    this.inXml = inXml;
  }
}
