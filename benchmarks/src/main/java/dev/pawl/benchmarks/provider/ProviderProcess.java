package dev.pawl.benchmarks.provider;

import dev.pawl.benchmarks.process.Java;
import dev.pawl.benchmarks.process.JsonLists;
import dev.pawl.benchmarks.process.Talker;
import dev.pawl.json.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The handle to the provider's process. Not thread-safe. */
public final class ProviderProcess implements AutoCloseable {
  private final Talker talker;

  private ProviderProcess(Talker talker) {
    this.talker = talker;
  }

  /**
   * Starts a provider that takes this long over each token request.
   *
   * @throws IOException if it cannot be started
   */
  public static ProviderProcess start(Path scratch, int processingMillis) throws IOException {
    List<String> command =
        Java.command(
            List.of("-XX:-UsePerfData", "-Xmx512m"),
            ProviderMain.class.getName(),
            Integer.toString(processingMillis));
    return new ProviderProcess(Talker.start(command, scratch.resolve("provider.log"), Map.of()));
  }

  /** Fresh logins, each a family of its own, where every token request takes its time. */
  public List<ProviderLogin> registrations(int count) throws IOException {
    return registrations(count, "slow");
  }

  /** Fresh logins where token requests are answered at once; for warming up. */
  public List<ProviderLogin> quickRegistrations(int count) throws IOException {
    return registrations(count, "quick");
  }

  private List<ProviderLogin> registrations(int count, String pace) throws IOException {
    Fields answer =
        talker.ask(Map.<String, Object>of("do", "grants", "count", count, "pace", pace));
    List<ProviderLogin> registrations = new ArrayList<>();
    for (Fields grant : JsonLists.objects(answer, "grants")) {
      registrations.add(ProviderLogin.of(grant));
    }
    return registrations;
  }

  /** How often refresh tokens of a family were presented so far. */
  public long spends(String family) throws IOException {
    return talker
        .ask(Map.<String, Object>of("do", "spends", "family", family))
        .integer("spends", -1);
  }

  /** When, by {@link System#nanoTime}, the family's last spend was committed; 0 if never. */
  public long spentAt(String family) throws IOException {
    return talker.ask(Map.of("do", "spent", "family", family)).integer("spent", 0);
  }

  /** What is wrong with the order of the ledger; empty if nothing is. */
  public String problemOfOrder() throws IOException {
    return talker.ask(Map.of("do", "order")).text("problem", "");
  }

  /** Turns the provider's clock forward. */
  public void advance(long millis) throws IOException {
    talker.ask(Map.<String, Object>of("do", "advance", "millis", millis));
  }

  @Override
  public void close() {
    talker.close();
  }
}
