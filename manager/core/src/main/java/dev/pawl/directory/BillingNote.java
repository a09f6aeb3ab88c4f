package dev.pawl.directory;

import dev.pawl.file.DurableFile;
import dev.pawl.spi.Billing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the use of a profile was paid for last: one word in a file beside its grant. */
public final class BillingNote {
  private final Path file;

  BillingNote(Path file) {
    this.file = file;
  }

  /** What is noted; {@link Billing#UNKNOWN} if nothing is. */
  public Billing read() throws IOException {
    byte[] bytes = DurableFile.read(file);
    return bytes == null
        ? Billing.UNKNOWN
        : Billing.parse(new String(bytes, StandardCharsets.UTF_8).strip());
  }

  /** Notes {@code billing}, if there is a state directory to note it in. */
  public void write(Billing billing) throws IOException {
    if (Files.isDirectory(file.resolveSibling("."))) {
      DurableFile.create(file);
      DurableFile.write(file, (billing.word() + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
