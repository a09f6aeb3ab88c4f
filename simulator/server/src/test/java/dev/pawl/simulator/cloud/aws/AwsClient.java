package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an SDK sends, by hand. */
final class AwsClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Aws aws;

  AwsClient(Aws aws) {
    this.aws = aws;
  }

  HttpResponse<String> json(String path, Map<String, Object> body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(aws.endpoint() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(StrictJson.write(body))));
  }

  HttpResponse<String> createToken(SsoSession session) throws Exception {
    return json(
        "/token",
        Map.of(
            "grantType", "refresh_token",
            "clientId", session.clientId(),
            "clientSecret", session.clientSecret(),
            "refreshToken", session.refreshToken()));
  }

  HttpResponse<String> roleCredentials(String accessToken) throws Exception {
    return send(
        HttpRequest.newBuilder(
                URI.create(
                    aws.endpoint()
                        + "/federation/credentials?role_name=Developer&account_id=111122223333"))
            .header("x-amz-sso_bearer_token", accessToken));
  }

  /** Returns access key, secret key and session token of an answer. */
  static String[] keys(HttpResponse<String> answer) {
    return new String[] {
      text(answer.body(), "accessKeyId"),
      text(answer.body(), "secretAccessKey"),
      text(answer.body(), "sessionToken")
    };
  }

  static String text(String json, String member) {
    return StrictJson.object(json).findValue(member).asText();
  }

  HttpResponse<String> callerIdentity(String[] keys, Instant time) throws Exception {
    return signed(
        keys,
        time,
        "sts",
        "/",
        "application/x-www-form-urlencoded",
        "Action=GetCallerIdentity&Version=2011-06-15");
  }

  HttpResponse<String> invokeModel(String[] keys, Instant time) throws Exception {
    return signed(
        keys, time, "bedrock", "/model/m-1%3A0/invoke", "application/json", "{\"messages\":[]}");
  }

  HttpResponse<String> streamModel(String[] keys, Instant time) throws Exception {
    return signed(
        keys, time, "bedrock", "/model/m-1/invoke-with-response-stream", "application/json", "{}");
  }

  HttpResponse<String> signed(
      String[] keys, Instant time, String service, String path, String type, String body)
      throws Exception {
    String date = Signature.TIME.format(time);
    String scope = date.substring(0, 8) + "/us-east-1/" + service + "/aws4_request";
    String canonical =
        "POST\n"
            + path.replace("%", "%25")
            + "\n\nhost:"
            + aws.endpoint().getAuthority()
            + "\nx-amz-date:"
            + date
            + "\n\nhost;x-amz-date\n"
            + hash(body);
    byte[] key = ("AWS4" + keys[1]).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = keyed(key, part);
    }
    String signature =
        HexFormat.of()
            .formatHex(
                keyed(key, "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hash(canonical)));
    return send(
        HttpRequest.newBuilder(URI.create(aws.endpoint() + path))
            .header("Content-Type", type)
            .header("X-Amz-Date", date)
            .header("X-Amz-Security-Token", keys[2])
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + keys[0]
                    + "/"
                    + scope
                    + ", SignedHeaders=host;x-amz-date, Signature="
                    + signature)
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String hash(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] keyed(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
