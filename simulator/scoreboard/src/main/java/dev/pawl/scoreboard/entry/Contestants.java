package dev.pawl.scoreboard.entry;

import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** All who take part, in the order of the board. */
public final class Contestants {
  /* What the drills have if nobody says otherwise. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  /* For libraries that refresh minutes before the end. */
  private static final Duration LONG = Duration.ofHours(1);

  private Contestants() {}

  /**
   * Returns them.
   *
   * @param root of the sources: some are scripts of the documentation
   */
  public static List<Contestant> all(Path root) throws IOException {
    Properties versions = Texts.versions();
    String google = versions.getProperty("google-auth");
    return List.of(
        quick(
            "pawl", "Pawl, around `pawl token`", versions.getProperty("pawl"), Commands.pawl(root)),
        java("pawl-library", "Pawl as a library", versions.getProperty("pawl"), "PawlClient"),
        java(
            "nimbus",
            "Nimbus OAuth 2.0 SDK with a naive file",
            versions.getProperty("nimbus"),
            "NimbusClient"),
        java(
            "scribejava",
            "ScribeJava with a naive file",
            versions.getProperty("scribejava"),
            "ScribeClient"),
        java(
            "spring",
            "Spring Security's client, tokens in H2",
            versions.getProperty("spring"),
            "SpringClient"),
        early(
            "google-auth",
            "google-auth-library-java with a TokenStore in a file",
            google,
            Optional.empty(),
            "GoogleClient"),
        early(
            "google-auth-fixed",
            "google-auth-library-java, before a server that does not rotate",
            google,
            Optional.of(RotationPolicy.NONE),
            "GoogleClient"),
        quick(
            "aws-sso-oidc",
            "AWS SDK v2, the tokens of an sso-session",
            versions.getProperty("aws"),
            Commands.javaAtHome("AwsClient")),
        early(
            "msal4j",
            "MSAL4J with msal4j-persistence-extension",
            versions.getProperty("msal4j") + " + " + versions.getProperty("msal4j-extension"),
            Optional.empty(),
            "MsalClient"),
        quick(
            "openid-client",
            "openid-client with proper-lockfile, on Node",
            Texts.npm("openid-client") + " + " + Texts.npm("proper-lockfile"),
            Commands.node("openid-client.mjs")),
        quick(
            "naive-shell",
            "The naive shell script",
            "curl",
            Commands.documented("client.sh", root)),
        quick(
            "locked-shell",
            "The shell script with a lock",
            "curl + flock",
            Commands.documented("locked.sh", root)));
  }

  private static Contestant quick(
      String name, String title, String version, Contestant.Preparation preparation) {
    return new Contestant(name, title, version, SHORT, Optional.empty(), preparation);
  }

  private static Contestant java(String name, String title, String version, String type) {
    return quick(name, title, version, Commands.java(type));
  }

  private static Contestant early(
      String name, String title, String version, Optional<RotationPolicy> policy, String type) {
    return new Contestant(name, title, version, LONG, policy, Commands.java(type));
  }
}
