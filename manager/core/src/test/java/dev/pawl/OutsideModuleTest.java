package dev.pawl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.pawl.process.OutsideModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module of an application sees of the manager. */
class OutsideModuleTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.pawl.TokenManager",
        "dev.pawl.credentials.Credentials",
        "dev.pawl.doctor.Doctor",
        "dev.pawl.http.BearerClient",
        "dev.pawl.network.Transport",
        "dev.pawl.settings.Settings",
        "dev.pawl.spi.CredentialSource",
        "dev.pawl.token.Token",
      })
  void compile_typeOfTheApi_isSeen(String type) throws Exception {
    String said = compile(use(type));

    assertThat(said).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.pawl.directory.StateDirectory",
        "dev.pawl.lock.KernelLock",
        "dev.pawl.oauth.TokenEndpoint",
        "dev.pawl.refresh.RefreshTransaction",
        "dev.pawl.store.journal.Journal",
      })
  void compile_typeOfAnInnerRoom_isRefused(String type) throws Exception {
    String said = compile(use(type));

    assertThat(said).contains("package " + type.substring(0, type.lastIndexOf('.')));
    assertThat(said).contains("not export it");
  }

  @Test
  void compile_transport_needsNoOtherModule() throws Exception {
    String source =
        """
            package outside;

            final class Outside {
              static void open(java.net.http.HttpClient client) {
                dev.pawl.TokenManager manager = dev.pawl.TokenManager.builder().build();
                dev.pawl.http.BearerClient.builder(manager, client).build();
              }
            }
            """;

    String said = compile(source);

    assertThat(said).isEmpty();
  }

  private static String use(String type) {
    return "package outside;\n\nfinal class Outside {\n  " + type + " seen;\n}\n";
  }

  private String compile(String text) throws IOException {
    List<Class<?>> onPath = List.of(TokenManager.class, JsonFactory.class, NullMarked.class);
    return new OutsideModule(directory, List.of("dev.pawl"), onPath).compile(text);
  }
}
