package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.scenario.json.JsonText;
import dev.pawl.simulator.scenario.json.Members;
import dev.pawl.simulator.scenario.json.Problems;
import dev.pawl.simulator.scenario.json.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a server is like at first and what happens to it when: JSON (RFC 8259), with comments as in
 * Java. {@link #schema} has the words. Immutable.
 */
public final class Scenario {
  private final String name;
  private final String description;
  private final boolean describesServer;
  private final Setup server;
  private final List<Step> timeline;

  private Scenario(String name, String description, Optional<Setup> server, List<Step> timeline) {
    this.name = name;
    this.description = description;
    this.describesServer = server.isPresent();
    this.server = server.orElse(Setup.NOTHING);
    this.timeline = timeline;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not UTF-8
   * @throws ScenarioException if it is no scenario
   */
  public static Scenario read(Path file) throws IOException {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }

  /**
   * Reads a resource, such as {@code scenarios/herd.json}.
   *
   * @param loader where it is looked for
   * @throws IOException if it is not there
   * @throws ScenarioException if it is no scenario
   */
  public static Scenario resource(ClassLoader loader, String resource) throws IOException {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("there is no resource " + resource);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
    }
  }

  /**
   * Reads a text.
   *
   * @param text JSON
   * @param source what the text is called in messages, such as the name of its file
   * @throws ScenarioException if it is no scenario; it has all that is wrong with it
   */
  public static Scenario parse(String text, String source) {
    Problems problems = new Problems(source);
    Value value = JsonText.parse(text, problems);
    raise(problems);
    Members members = new Members(problems, value, Words.SCENARIO);
    Optional<String> unused = members.text("$schema");
    String name = members.text("name").orElse(source);
    String description = members.text("description").orElse("");
    Optional<Setup> server = members.object("server", Words.SERVER).map(Setup::read);
    Set<String> issuers = server.map(setup -> setup.issuers().keySet()).orElse(Set.of());
    List<Step> steps = new TimelineReader(problems, issuers).steps(members.list("timeline"));
    raise(problems);
    return new Scenario(name, description, server, steps);
  }

  private static void raise(Problems problems) {
    if (!problems.lines().isEmpty()) {
      throw new ScenarioException(problems.lines());
    }
  }

  /** Returns the JSON Schema of scenarios (draft 2020-12), for editors. */
  public static String schema() {
    try (InputStream in = Scenario.class.getResourceAsStream("scenario.schema.json")) {
      return new String(
          Objects.requireNonNull(in, "the schema is missing").readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its name; that of its file if it does not say. */
  public String name() {
    return name;
  }

  /** Returns what it is about; empty if it does not say. */
  public String description() {
    return description;
  }

  /** Returns terms with what the server part of this scenario says. */
  public ServerTerms terms(ServerTerms before) {
    return server.terms().apply(before);
  }

  /** Returns the paths of further issuers by name. */
  public Map<String, String> issuers() {
    return server.issuers();
  }

  /** Tells whether it says what the server is like at first. */
  public boolean describesServer() {
    return describesServer;
  }

  /** Tells whether it cuts connections, which needs cut ports. */
  public boolean hasCuts() {
    return timeline.stream().anyMatch(Step::cuts);
  }

  /** Returns how far the API's clock is ahead at first; empty if it does not say. */
  public Optional<Duration> skew() {
    return server.skew();
  }

  /** Returns what tokens and chances are made from; empty if it does not say. */
  public Optional<Long> seed() {
    return server.seed();
  }

  /**
   * Returns after how long, in virtual time, its last step at a time is over. Steps on requests
   * come when they come.
   */
  public Duration length() {
    return timeline.stream().map(Step::end).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  /** Tells whether it has faults. */
  public boolean hasFaults() {
    return timeline.stream().anyMatch(step -> step.effect().isPresent());
  }

  /**
   * Tells whether a fault destroys what a client is told of a commit: it then cannot know its next
   * refresh token.
   */
  public boolean losesAnswers() {
    return timeline.stream().anyMatch(Step::losesAnswer);
  }

  /** Returns what changes how the person behaves to how they behave at first. */
  public Consumer<Consent> consent() {
    return server.consent();
  }

  /** Has the API be as it is at first. Terms, person, skew and seed are the builder's. */
  public void prepare(Controls controls) {
    server.rejection().ifPresent(controls.api()::rejectionShape);
  }

  List<Step> timeline() {
    return timeline;
  }

  @Override
  public String toString() {
    return "Scenario[" + name + "]";
  }
}
