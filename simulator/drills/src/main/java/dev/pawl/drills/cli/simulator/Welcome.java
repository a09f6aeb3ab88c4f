package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.wire.StrictJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is printed at start: addresses, a first login and lines to paste. The tokens in it are the
 * simulator's own and worth nothing elsewhere.
 */
final class Welcome {
  private final Simulator simulator;
  private final IssuedGrant grant;
  private final boolean cut;
  private final boolean clouds;
  private final Optional<AuthorityFile> authority;
  private final Map<String, Map<String, Object>> further = new LinkedHashMap<>();

  /**
   * Creates a welcome, with a first login at each further issuer.
   *
   * @param connections what ports there are
   * @param authority the file with the certificate that clients have to trust; empty without TLS
   */
  Welcome(
      Simulator simulator,
      IssuedGrant grant,
      ConnectionOptions connections,
      Optional<AuthorityFile> authority) {
    this.simulator = simulator;
    this.grant = grant;
    this.cut = connections.isCut();
    this.clouds = connections.hasClouds();
    this.authority = authority;
    simulator.issuers().forEach((name, server) -> further.put(name, login(server)));
  }

  private static Map<String, Object> login(SimulatedServer server) {
    IssuedGrant grant = server.newFamily("alice");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("issuer", server.issuer().toString());
    members.put("clientId", SimulatedServer.CLIENT_ID);
    members.put("family", grant.family());
    members.put("accessToken", grant.accessToken());
    members.put("refreshToken", grant.refreshToken());
    return members;
  }

  String json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("issuer", simulator.issuer().toString());
    members.put("tokenEndpoint", simulator.tokenEndpoint().toString());
    members.put("deviceEndpoint", simulator.deviceEndpoint().toString());
    members.put("keyEndpoint", simulator.keyEndpoint().toString());
    members.put("revocationEndpoint", simulator.revocationEndpoint().toString());
    members.put("api", simulator.api().toString());
    if (cut) {
      members.put("issuerBehindCut", simulator.cutBeforeIssuer().target().toString());
      members.put("apiBehindCut", simulator.cutBeforeApi().target().toString());
    }
    if (clouds) {
      members.put("awsEndpoint", simulator.aws().endpoint().toString());
      members.put("instance", simulator.aws().instance().toString());
    }
    authority.ifPresent(file -> members.put("caCertificate", file.path().toString()));
    members.put("admin", simulator.admin().toString());
    members.put("adminToken", simulator.adminToken());
    members.put("page", simulator.page().toString());
    members.put("clientId", simulator.clientId());
    members.put("seed", simulator.seed());
    members.put("family", grant.family());
    members.put("accessToken", grant.accessToken());
    members.put("refreshToken", grant.refreshToken());
    if (!further.isEmpty()) {
      members.put("issuers", further);
    }
    return StrictJson.write(members);
  }

  String text() {
    return """
        issuer         %1$s
        API            %2$s
        client id      %3$s
        refresh token  %4$s
        access token   %5$s
        admin API      %6$s
        admin token    %7$s
        live page      %12$s
        seed           %8$d

        Refresh:
          %11$s %1$s/oauth/token -d grant_type=refresh_token -d client_id=%3$s -d refresh_token=%4$s
        Call the API:
          %11$s %2$s/v1/whoami -H 'Authorization: Bearer %5$s'
        An hour later:
          %11$s %6$s/clock -H 'Authorization: Bearer %7$s' -H 'Content-Type: application/json' -d '{"advance":"1h"}'
        Lose the answer of the next refresh, after it was committed:
          %11$s %6$s/faults -H 'Authorization: Bearer %7$s' -H 'Content-Type: application/json' -d '{"fault":"oauth.refresh next 1: AFTER_COMMIT empty"}'
        Who spent what:
          %11$s %6$s/ledger -H 'Authorization: Bearer %7$s'

        Log in with a browser, or follow the address that it prints with %11$sL:
          pawl login --issuer %1$s --client-id %3$s
        Log in on a device, and be the person who types the code that it prints:
          pawl login --issuer %1$s --client-id %3$s --method device
          %11$s %1$s/device -d decision=approve -d account=bob -d user_code=CODE
        Have an API key made:
          pawl login --issuer %1$s --client-id %3$s --method console --api-key-endpoint %9$s

        %10$sStop with Ctrl-C or SIGTERM."""
        .formatted(
            simulator.issuer(),
            simulator.api(),
            simulator.clientId(),
            grant.refreshToken(),
            grant.accessToken(),
            simulator.admin(),
            simulator.adminToken(),
            simulator.seed(),
            simulator.keyEndpoint(),
            furtherIssuers()
                + authority.map(file -> trust(file.path())).orElse("")
                + (cut ? cutPorts() : "")
                + (clouds ? clouds() : ""),
            curl(),
            simulator.page());
  }

  private String furtherIssuers() {
    StringBuilder lines = new StringBuilder();
    further.forEach(
        (name, login) ->
            lines
                .append("Issuer " + name + " is " + login.get("issuer") + ", client id ")
                .append(login.get("clientId") + ", refresh token " + login.get("refreshToken"))
                .append("\n"));
    return lines.isEmpty() ? "" : lines.append("\n").toString();
  }

  private String cutPorts() {
    return """
        Issuer and API are cut ports before %1$s and %2$s. Cut the next connection:
          %5$s %3$s/cuts -H 'Authorization: Bearer %4$s' -H 'Content-Type: application/json' -d '{"cut":"connection next 1: ANSWER(40) reset"}'

        """
        .formatted(
            simulator.cutBeforeIssuer().target(),
            simulator.cutBeforeApi().target(),
            simulator.admin(),
            simulator.adminToken(),
            curl());
  }

  private String clouds() {
    return """
        Clouds are at %1$s, the metadata of an instance at %2$s. With --json in FILE:
          eval "$(pawl simulator env FILE)"; aws sts get-caller-identity

        """
        .formatted(simulator.aws().endpoint(), simulator.aws().instance());
  }

  private String curl() {
    return "curl " + authority.map(file -> file.curlOption() + " ").orElse("") + "-s";
  }

  private static String trust(Path authority) {
    return """
        All of it speaks TLS. Have a client trust the authority of this start:
          export SSL_CERT_FILE=%1$s NODE_EXTRA_CA_CERTS=%1$s
          in pawl's settings.json: {"network": {"trust": "%1$s"}}

        """
        .formatted(authority);
  }
}
