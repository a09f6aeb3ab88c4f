package dev.pawl;

import dev.pawl.directory.StateDirectory;
import dev.pawl.it.vault.StandInSecurity;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.vault.Vaults;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM whose login lies in a vault: does what it reads, a word a line, and says with a line
 * what came of it. Its tests reach the manager's seam for other programs through it.
 */
public final class VaultClient implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  /** Starts a child that uses the tools in {@code programs}. */
  public VaultClient(Path programs, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(VaultClient.class.getName(), programs.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    this.process = builder.start();
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  /** A manager that uses {@code vaults}. */
  public static TokenManager manager(Map<String, String> environment, Vaults vaults) {
    return TokenManager.builder()
        .environment(environment)
        .vaults(vaults)
        .waitTimeout(Duration.ofMinutes(2))
        .requestTimeout(Duration.ofMinutes(1))
        .warmUp(false)
        .build();
  }

  /** Has it do {@code word}: token, renew, logout, or login with a refresh token behind it. */
  public void tell(String word) throws IOException {
    process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** What it says next. */
  public String answer() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IOException("the child ended");
    }
    return line;
  }

  /** Waits until it has ended by itself, or was killed, and says with which code. */
  public int end() throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the child has not ended");
    }
    return process.exitValue();
  }

  /** Kills it with no time for anything. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** The child. */
  public static void main(String[] args) throws IOException {
    Vaults vaults = StandInSecurity.vaults(Path.of(args[0]), Duration.ofSeconds(60));
    BufferedReader words =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Token[] held = new Token[1];
    try (TokenManager manager = manager(System.getenv(), vaults)) {
      System.out.println("ready");
      for (String word = words.readLine(); word != null; word = words.readLine()) {
        System.out.println(
            word.startsWith("login ")
                ? login(manager, word.substring("login ".length()))
                : patiently(manager, word, held));
      }
    }
  }

  /* At the server of the present login, as another client would do it: a stored token is tried, too. */
  private static String login(TokenManager manager, String refresh) throws IOException {
    StateDirectory directory = StateDirectory.of(System.getenv());
    ClientRegistration present =
        Objects.requireNonNull(directory.store("default").readWithoutSecrets()).client();
    ClientRegistration client =
        new ClientRegistration(
            present.issuer(),
            present.tokenEndpoint(),
            present.revocationEndpoint(),
            present.clientId(),
            present.scope(),
            ReplayPolicy.window(Duration.ofMinutes(1)));
    return manager.login(Grant.login(client, TokenSet.ofRefresh(refresh))).result().name();
  }

  private static String patiently(TokenManager manager, String word, @Nullable Token[] held) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (true) {
      try {
        return done(manager, word, held);
      } catch (TokenException e) {
        boolean over = System.nanoTime() - deadline > 0;
        if (e.reason() != TokenException.Reason.TRY_LATER || over) {
          return e.reason() + " " + e.getMessage();
        }
      }
    }
  }

  private static String done(TokenManager manager, String word, @Nullable Token[] held) {
    Token before = held[0];
    if (word.equals("logout")) {
      manager.logout();
      return "out";
    }
    Token token = word.equals("renew") && before != null ? manager.renew(before) : manager.token();
    held[0] = token;
    return "generation " + token.generation();
  }
}
