package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.cache.table.MappedTable;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.Leaks;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.play.Mishap;
import dev.pawl.process.Eventually;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No token in any log, exception, text form or flight recording; and the events are there. */
class SecretsTest {
  private static final Pattern STORED = Pattern.compile("\"(access|refresh)_token\": \"([^\"]*)\"");

  @TempDir Path home;
  @TempDir Path records;

  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Set<String> secrets = new LinkedHashSet<>();

  /** Writes down whatever is logged, formatted as people see it. */
  private final class Ear extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord entry) {
      said.add(formatter.format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void everyOutcome_leavesNoTokenAnywhere() throws Exception {
    Path recorded = records.resolve("all.jfr");
    Logger logger = Logger.getLogger("dev.pawl");
    Level before = logger.getLevel();
    Ear ear = new Ear();
    logger.addHandler(ear);
    logger.setLevel(Level.ALL);
    try (Recording recording = new Recording()) {
      recording.enable("dev.pawl.Refresh");
      recording.enable("dev.pawl.LockWait");
      recording.enable("dev.pawl.Verdict");
      recording.enable("dev.pawl.CacheMiss");
      recording.enable("jdk.SocketRead").withThreshold(Duration.ZERO);
      recording.enable("jdk.SocketWrite").withThreshold(Duration.ZERO);
      recording.enable("jdk.FileWrite").withThreshold(Duration.ZERO);
      recording.enable("jdk.JavaExceptionThrow");
      recording.start();
      everyOutcome();
      recording.stop();
      recording.dump(recorded);
    } finally {
      logger.removeHandler(ear);
      logger.setLevel(before);
    }

    assertThat(secrets).hasSizeGreaterThan(20);
    assertThat(String.join("\n", said)).contains("refresh of profile");
    Leaks.assertNoPart(String.join("\n", said), secrets);
    Leaks.assertNoPart(
        new String(Files.readAllBytes(recorded), StandardCharsets.ISO_8859_1), secrets);
    assertEvents(RecordingFile.readAllEvents(recorded));
  }

  private void everyOutcome() throws Exception {
    try (Scene scene =
        Scene.of(home, RotationPolicy.GRACE_SAME, ReplayPolicy.window(seconds(30)))) {
      TokenManager manager =
          scene.manager(builder -> builder.listener(status -> said.add(status.toString())));
      Grant grant = scene.freshGrant();
      say(grant, grant.tokens(), grant.client(), manager);
      manager.login(grant);
      for (Mishap mishap : Mishap.values()) {
        scene.expire();
        scene.fault("refresh#1: " + mishap.effect);
        token(scene, manager);
        scene.simulator.clock().advance(Duration.ofMinutes(16));
        token(scene, manager);
      }
      scene.fault("refresh#1: BEFORE_COMMIT error=invalid_client");
      scene.expire();
      token(scene, manager);
      manager.login(scene.freshGrant());
      Files.writeString(scene.grantFile(), scene.stored().substring(0, 300));
      scene.expire();
      token(scene, manager);
      scene.simulator.down();
      scene.expire();
      token(scene, manager);
      scene.simulator.up();
      scene.simulator.revokeFamily("F2");
      scene.expire();
      token(scene, manager);
      manager.login(scene.freshGrant());
      collect(scene);
      waitForTheLock(scene);
      Objects.requireNonNull(MappedTable.open(home.resolve("cache")).find("default")).changing();
      token(scene, manager);
      manager.logout();
      token(scene, manager);
    }
  }

  private void waitForTheLock(Scene scene) throws Exception {
    scene.expire();
    TokenManager manager = scene.manager();
    Thread waiting = new Thread(() -> token(scene, manager));
    try (var held = new StateDirectory(home).lock("default").tryAcquire()) {
      assertThat(held).isNotNull();
      waiting.start();
      Thread.State unused =
          Eventually.see(waiting::getState, state -> state == Thread.State.TIMED_WAITING);
    }
    waiting.join();
  }

  private void token(Scene scene, TokenManager manager) {
    try {
      Token token = manager.token();
      say(token, manager.status());
      secrets.add(token.value());
    } catch (TokenException e) {
      StringWriter whole = new StringWriter();
      e.printStackTrace(new PrintWriter(whole));
      say(whole);
    }
    collect(scene);
  }

  private void say(Object... things) {
    for (Object thing : things) {
      said.add(String.valueOf(thing));
    }
  }

  private void collect(Scene scene) {
    try {
      Matcher matcher = STORED.matcher(scene.stored());
      while (matcher.find()) {
        secrets.add(matcher.group(2));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertEvents(List<RecordedEvent> events) {
    List<String> outcomes = new ArrayList<>();
    for (RecordedEvent event : named(events, "dev.pawl.Refresh")) {
      assertThat(event.getString("profile")).isEqualTo("default");
      assertThat(event.getLong("generation")).isPositive();
      assertThat(event.getDuration()).isPositive();
      outcomes.add(event.getString("outcome"));
    }
    assertThat(outcomes)
        .contains(
            "Granted", "InDoubt", "NotProcessed", "NotSent", "Retryable", "Misconfigured", "Dead");
    assertThat(named(events, "dev.pawl.Verdict"))
        .extracting(event -> event.getString("verdict"))
        .contains("GOOD", "LOGIN_REQUIRED", "LOGGED_OUT", "MISCONFIGURED");
    assertThat(named(events, "dev.pawl.LockWait"))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.getString("profile")).isEqualTo("default"));
    assertThat(named(events, "dev.pawl.CacheMiss")).isNotEmpty();
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
