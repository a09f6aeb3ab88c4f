package dev.pawl.it.compared;

import static dev.pawl.it.compared.Requests.device;
import static dev.pawl.it.compared.Requests.poll;
import static dev.pawl.it.compared.Requests.refresh;
import static dev.pawl.it.compared.Sequence.INVALID_CLIENT;
import static dev.pawl.it.compared.Sequence.INVALID_GRANT;
import static dev.pawl.it.compared.Sequence.INVALID_REQUEST;
import static dev.pawl.it.compared.Sequence.INVALID_SCOPE;
import static dev.pawl.it.compared.Sequence.OPENID_TOKENS;

import dev.pawl.it.compared.Peer.Manner;
import java.time.Duration;
import java.util.List;

/** Logins on a device. */
final class DeviceSequences {
  static final List<Sequence> ALL =
      List.of(
          Sequence.of("a login on a device begins")
              .then(device("public"))
              .same("200 device_code expires_in user_code verification_uri"),
          Sequence.of("a login on a device, pending")
              .then(device("public"), poll("public"))
              .same("400 error=authorization_pending"),
          Sequence.of("a login on a device, approved")
              .then(device("public"), new Step.Device(Manner.APPROVE), poll("public"))
              .same(OPENID_TOKENS),
          Sequence.of("a login on a device, denied")
              .then(device("public"), new Step.Device(Manner.DENY), poll("public"))
              .same("400 error=access_denied"),
          Sequence.of("a login on a device, approved while the device waits")
              .then(
                  device("public"),
                  poll("public"),
                  new Step.Device(Manner.APPROVE),
                  new Step.Wait(Duration.ofSeconds(10)),
                  poll("public"))
              .same("400 error=authorization_pending", OPENID_TOKENS),
          Sequence.of("a login on a device, polled too soon")
              .then(device("public"), poll("public"), poll("public"))
              .simulator("400 error=authorization_pending", "400 error=slow_down")
              .provider("400 error=authorization_pending", "400 error=authorization_pending")
              .decides(Decision.SLOW_DOWN),
          Sequence.of("a login on a device, too old")
              .then(device("public"), new Step.Wait(Duration.ofMinutes(11)), poll("public"))
              .same("400 error=expired_token"),
          Sequence.of("a login on a device, redeemed twice")
              .then(
                  device("public"),
                  new Step.Device(Manner.APPROVE),
                  poll("public"),
                  new Step.Wait(Duration.ofSeconds(10)),
                  poll("public"))
              .same(OPENID_TOKENS, INVALID_GRANT),
          Sequence.of("a login on a device, polled by another client")
              .then(
                  device("public"), new Step.Device(Manner.APPROVE), poll("other"), poll("public"))
              .same(INVALID_GRANT, OPENID_TOKENS),
          Sequence.of("a login on a device, refreshed")
              .then(
                  device("public"),
                  new Step.Device(Manner.APPROVE),
                  poll("public"),
                  refresh("public"))
              .same(OPENID_TOKENS),
          Sequence.of("an unknown device code")
              .then(poll("public").but("device_code", "none-of-yours"))
              .same(INVALID_GRANT),
          Sequence.of("no device code")
              .then(poll("public").without("device_code"))
              .same(INVALID_REQUEST),
          Sequence.of("a login on a device without a client")
              .then(device("public").without("client_id"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MISSING_CLIENT),
          Sequence.of("a login on a device of an unknown client")
              .then(device("nobody"))
              .simulator(INVALID_CLIENT)
              .provider("401 error=invalid_client")
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("a login on a device of a client that may not")
              .then(
                  Ask.post(Place.DEVICE_AUTHORIZATION_ENDPOINT, "scope=messages")
                      .basic("machine", "machine-secret"))
              .simulator("400 error=unauthorized_client")
              .provider(INVALID_REQUEST)
              .decides(Decision.GRANT_TYPE),
          Sequence.of("a login on a device for an unknown scope")
              .then(device("public").but("scope", "wishes"))
              .simulator(INVALID_SCOPE)
              .provider("200 device_code expires_in user_code verification_uri")
              .decides(Decision.UNKNOWN_SCOPE),
          Sequence.of("a login on a device without a scope")
              .then(device("public").without("scope"))
              .same("200 device_code expires_in user_code verification_uri"),
          Sequence.of("a login on a device with the scope twice")
              .then(device("public").with("scope=openid"))
              .same(INVALID_REQUEST),
          Sequence.of("a login on a device by GET")
              .then(Ask.get(Place.DEVICE_AUTHORIZATION_ENDPOINT, "client_id=public"))
              .simulator("405")
              .provider("500")
              .decides(Decision.METHODS),
          Sequence.of("a login on a device with a wrong secret")
              .then(
                  Ask.post(Place.DEVICE_AUTHORIZATION_ENDPOINT, "scope=messages")
                      .basic("basic", "wrong"))
              .same(INVALID_CLIENT));

  private DeviceSequences() {}
}
