package dev.pawl;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
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
    String said = compile(type);

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
    String said = compile(type);

    assertThat(said).contains("package " + type.substring(0, type.lastIndexOf('.')));
    assertThat(said).contains("not export it");
  }

  @Test
  void compile_transport_needsNoOtherModule() throws Exception {
    Path source =
        write(
            """
            package outside;

            final class Outside {
              static void open(java.net.http.HttpClient client) {
                dev.pawl.TokenManager manager = dev.pawl.TokenManager.builder().build();
                dev.pawl.http.BearerClient.builder(manager, client).build();
              }
            }
            """);

    String said = compile(source);

    assertThat(said).isEmpty();
  }

  private String compile(String type) throws IOException {
    return compile(write("package outside;\n\nfinal class Outside {\n  " + type + " seen;\n}\n"));
  }

  private Path write(String text) throws IOException {
    Files.createDirectories(directory.resolve("outside"));
    return Files.writeString(directory.resolve("outside/Outside.java"), text);
  }

  /** What the compiler says of the source in a module that requires the manager. */
  private String compile(Path source) throws IOException {
    Path descriptor = directory.resolve("module-info.java");
    Files.writeString(descriptor, "module outside {\n  requires dev.pawl;\n}\n");
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK");
    StringWriter said = new StringWriter();
    List<String> options =
        List.of("-cp", directory + "/none", "-p", modulePath(), "-d", directory + "/classes");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      boolean unused =
          compiler
              .getTask(
                  said, files, null, options, null, files.getJavaFileObjects(descriptor, source))
              .call();
    }
    return said.toString();
  }

  private static String modulePath() {
    return Stream.of(TokenManager.class, JsonFactory.class, NullMarked.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(joining(File.pathSeparator));
  }
}
