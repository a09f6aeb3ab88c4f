package dev.pawl.cloud.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudEngine;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.CloudSession;
import dev.pawl.cloud.CloudVendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the adapters of the vendors' libraries are looked for; none is on this class path. */
final class CloudEnginesTest {
  @TempDir Path clouds;

  @AfterEach
  void forget() {
    System.clearProperty(CloudEngines.FOLDER);
  }

  @ParameterizedTest
  @CsvSource({
    "BEDROCK, Amazon Bedrock, dev.pawl:pawl-aws",
    "VERTEX, Google Vertex AI, dev.pawl:pawl-google"
  })
  void of_managerAlone_namesTheArtifactToAdd(
      CloudPlatform platform, String title, String artifact) {
    assertThatThrownBy(() -> CloudEngines.of(platform))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.MISCONFIGURED))
        .hasMessageContainingAll(
            platform.variable() + " is on", title, "add " + artifact + " to the class path");
  }

  @Test
  void of_launcherWithoutThatCloud_namesTheCommandToRun() throws IOException {
    System.setProperty(CloudEngines.FOLDER, clouds.toString());
    jar("google", AzureEngine.class);

    assertThatThrownBy(() -> CloudEngines.of(CloudPlatform.BEDROCK))
        .isInstanceOf(CloudException.class)
        .hasMessageEndingWith("run: pawl build clouds");
    assertThatThrownBy(() -> CloudEngines.of(CloudPlatform.VERTEX))
        .isInstanceOf(CloudException.class)
        .hasMessageEndingWith("run: pawl build clouds");
  }

  @Test
  void of_launcherWithThatCloud_isLoadedFromItsFolder() throws IOException {
    System.setProperty(CloudEngines.FOLDER, clouds.toString());
    jar("azure", AzureEngine.class);

    CloudEngine engine = CloudEngines.of(CloudPlatform.FOUNDRY);

    assertThat(engine).isInstanceOf(AzureEngine.class);
  }

  private void jar(String vendor, Class<?> engine) throws IOException {
    Path folder = Files.createDirectories(clouds.resolve(vendor));
    try (ZipOutputStream jar =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("engine.jar")))) {
      jar.putNextEntry(new ZipEntry("META-INF/services/" + CloudEngine.class.getName()));
      jar.write(engine.getName().getBytes(UTF_8));
    }
  }

  /** An adapter that finds nothing. */
  public static final class AzureEngine implements CloudEngine {
    @Override
    public CloudVendor vendor() {
      return CloudVendor.AZURE;
    }

    @Override
    public CloudSession session(CloudContext context) {
      throw new AssertionError("nobody asks for a session");
    }
  }
}
