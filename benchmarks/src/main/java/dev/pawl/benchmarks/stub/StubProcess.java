package dev.pawl.benchmarks.stub;

import dev.pawl.benchmarks.process.Java;
import dev.pawl.benchmarks.process.Talker;
import dev.pawl.benchmarks.provider.ProviderLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The handle to the stub's process. Not thread-safe. */
public final class StubProcess implements AutoCloseable {
  private final Talker talker;

  private StubProcess(Talker talker) {
    this.talker = talker;
  }

  /**
   * Starts a stub, in a JVM like the provider's.
   *
   * @throws IOException if it cannot be started
   */
  public static StubProcess start(Path scratch) throws IOException {
    List<String> command =
        Java.command(List.of("-XX:-UsePerfData", "-Xmx512m"), StubMain.class.getName());
    return new StubProcess(Talker.start(command, scratch.resolve("stub.log"), Map.of()));
  }

  /** As many logins, all the same: the stub knows none. */
  public List<ProviderLogin> logins(int count) throws IOException {
    return Collections.nCopies(count, ProviderLogin.of(talker.ask(Map.of())));
  }

  @Override
  public void close() {
    talker.close();
  }
}
