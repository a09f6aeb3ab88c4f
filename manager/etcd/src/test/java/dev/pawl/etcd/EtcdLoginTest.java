package dev.pawl.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.oauth.Certificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who a member is, and who we are: certificates of both sides, passwords that change. */
class EtcdLoginTest {
  @TempDir Path directory;

  private final EtcdStoreProvider provider = new EtcdStoreProvider();

  private static StoreAddress address(
      String url, StoreAddress.Password password, @Nullable Path trust, @Nullable Path identity) {
    return new StoreAddress(url, password, trust, identity, false, Duration.ofSeconds(20));
  }

  @Test
  void open_membersThatWantACertificate_areTrustedByTheirAuthorityAlone() throws Exception {
    Certificates own = Certificates.forNames(directory, "ip:127.0.0.1");
    Path key = Files.writeString(directory.resolve("key.pem"), own.key());
    Path both =
        Files.writeString(directory.resolve("both.pem"), Files.readString(own.pem()) + own.key());
    String pem = own.pem().toString();
    try (EtcdServer server =
        EtcdServer.start(
            directory,
            "--cert-file=" + pem,
            "--key-file=" + key,
            "--trusted-ca-file=" + pem,
            "--client-cert-auth=true")) {
      String url = server.url("tls");

      try (RecordStore store = provider.open(address(url, () -> null, own.pem(), both))) {
        assertThat(store.read("any")).isNull();
      }

      assertThatThrownBy(() -> provider.open(address(url, () -> null, null, both)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("TLS failed")
          .hasMessageContaining("fleet.trust");
      String otherName = url.replace("127.0.0.1", "localhost");
      assertThatThrownBy(() -> provider.open(address(otherName, () -> null, own.pem(), both)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("TLS failed");
    }
  }

  @Test
  void open_fileOfAnAuthorityIsMissing_namesIt() {
    Path missing = directory.resolve("missing.pem");

    assertThatThrownBy(
            () -> provider.open(address("etcds://127.0.0.1:1/x", () -> null, missing, null)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("fleet.trust");
  }

  @Test
  void store_clusterWithUsers_isUsedByTheRoleAloneAndReadsThePasswordAgain() throws Exception {
    try (EtcdServer server = EtcdServer.start(directory)) {
      provider.initialize(StoreAddress.of(server.url("mine")));
      for (String each :
          new String[] {
            "user add root:root-fake-password",
            "role add hosts",
            "role grant-permission hosts readwrite --prefix=true mine/",
            "user add gateway:first-fake-password",
            "user grant-role gateway hosts",
            "user grant-role root root",
            "auth enable"
          }) {
        server.ctl("", each.split(" ", -1));
      }
      AtomicReference<String> password = new AtomicReference<>("first-fake-password");
      String url = server.url("mine").replace("//", "//gateway@");

      try (RecordStore store = provider.open(address(url, password::get, null, null))) {
        assertThat(store.compareAndSet("p", 0, new RecordUpdate("{}", "p")).isApplied()).isTrue();
        assertThat(store.report().problems()).isEmpty();
        password.set("second-fake-password");
        server.ctl(
            "second-fake-password\n",
            "--user root:root-fake-password user passwd gateway --interactive=false"
                .split(" ", -1));

        assertThat(store.read("p")).isNotNull();
      }

      assertRefused(address(url, () -> "wrong-fake-password", null, null));
      assertRefused(
          address(url.replace("mine", "others"), () -> "second-fake-password", null, null));
      assertRefused(address(server.url("mine"), () -> null, null, null));
    }
  }

  private void assertRefused(StoreAddress address) {
    assertThatThrownBy(() -> provider.open(address))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("look at user, password and the role's permission")
        .satisfies(e -> assertThat(whole(e)).doesNotContain("fake-password"));
  }

  private static String whole(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
