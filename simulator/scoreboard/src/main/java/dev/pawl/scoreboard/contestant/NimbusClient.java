package dev.pawl.scoreboard.contestant;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import java.io.IOException;
import java.net.URI;

/** Nimbus OAuth 2.0 SDK: a refresh token request, and a naive file. */
final class NimbusClient implements CallLoop.Tokens {
  private final TokenFile file = TokenFile.shared();

  private NimbusClient() {}

  public static void main(String[] arguments) throws InterruptedException {
    CallLoop.run(new NimbusClient());
  }

  @Override
  public String token() throws IOException {
    return file.access();
  }

  @Override
  public void refused(String token) throws IOException, ParseException {
    RefreshToken stored = new RefreshToken(file.refresh());
    TokenRequest request =
        new TokenRequest.Builder(
                URI.create(CallLoop.variable("DRILL_TOKEN_ENDPOINT")),
                new ClientID(CallLoop.variable("DRILL_CLIENT_ID")),
                new RefreshTokenGrant(stored))
            .build();
    TokenResponse response = TokenResponse.parse(request.toHTTPRequest().send());
    if (!response.indicatesSuccess()) {
      throw new IOException(
          "refused: " + response.toErrorResponse().getErrorObject().toJSONObject());
    }
    Tokens tokens = response.toSuccessResponse().getTokens();
    RefreshToken next = tokens.getRefreshToken();
    file.write(tokens.getAccessToken().getValue(), (next == null ? stored : next).getValue());
  }
}
