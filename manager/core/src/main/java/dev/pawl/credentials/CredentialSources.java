package dev.pawl.credentials;

import dev.pawl.TokenManager;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.source.CloudSource;
import dev.pawl.credentials.SourceChain.Link;
import dev.pawl.directory.ActiveProfile;
import dev.pawl.file.FileIdentity;
import dev.pawl.policy.LoginPolicy;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.session.ManagerSetup;
import dev.pawl.settings.Settings;
import dev.pawl.source.DescriptorSource;
import dev.pawl.source.EnvironmentSource;
import dev.pawl.source.HelperSource;
import dev.pawl.spi.CredentialSource;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every source that a process has, in the order that its settings choose. */
final class CredentialSources implements AutoCloseable {
  /** The setting that names a helper command. */
  static final String HELPER = "apiKeyHelper";

  private static final Logger LOG = System.getLogger(CredentialSources.class.getName());

  private final Settings settings;
  private final Map<String, String> environment;
  private final String name;
  private final @Nullable ProfileFiles profile;
  private final LoginSource login;
  private final List<SharedOnUse> shared;
  private final List<CredentialSource> first;
  private final List<CredentialSource> others;
  private List<FileIdentity> seen = List.of();

  CredentialSources(
      ManagerSetup setup,
      @Nullable CredentialSource own,
      Supplier<TokenManager> manager,
      Consumer<String> loginOutput) {
    this.environment = setup.environment();
    this.settings = setup.settings();
    this.profile = profile(setup);
    this.name = profile == null ? ActiveProfile.DEFAULT : profile.name();
    this.login =
        new LoginSource(
            profile, profile == null ? null : new EnvironmentLogin(profile, environment), manager);
    SharedOnUse helper =
        new SharedOnUse(new HelperSource(settings, environment, setup.clock()), setup);
    List<SharedOnUse> clouds = clouds(setup, loginOutput);
    SharedOnUse federation =
        new SharedOnUse(new FederationSource(environment, settings, setup.clock()), setup);
    this.shared = Stream.concat(clouds.stream(), Stream.of(helper, federation)).toList();
    List<CredentialSource> outranking = new ArrayList<>(clouds);
    if (own != null) {
      outranking.add(0, own);
    }
    this.first = List.copyOf(outranking);
    this.others =
        List.of(
            EnvironmentSource.authToken(environment),
            EnvironmentSource.oauthToken(environment),
            DescriptorSource.of(environment),
            helper,
            EnvironmentSource.apiKey(environment),
            federation,
            login);
  }

  private static List<SharedOnUse> clouds(ManagerSetup setup, Consumer<String> loginOutput) {
    return Stream.of(CloudPlatform.values())
        .map(
            platform ->
                new CloudSource(
                    platform,
                    setup.environment(),
                    setup.settings(),
                    setup.clock(),
                    setup::prepared,
                    loginOutput))
        .map(source -> new SharedOnUse(source, setup))
        .toList();
  }

  /* Without a place for a state directory nobody can be logged in. */
  private static @Nullable ProfileFiles profile(ManagerSetup setup) {
    try {
      return setup.files();
    } catch (IOException e) {
      return null;
    }
  }

  /** The name of the profile whose login takes part. */
  String name() {
    return name;
  }

  /** That profile; null if there is no place for a state directory. */
  @Nullable ProfileFiles profile() {
    return profile;
  }

  /** The variables of the process. */
  Map<String, String> environment() {
    return environment;
  }

  Settings settings() {
    return settings;
  }

  LoginSource login() {
    return login;
  }

  /**
   * Every source as it is found now.
   *
   * @param only the source that may be used; null if all may
   */
  List<Link> links(@Nullable OnlySource only) throws IOException {
    seen = FileIdentity.ofAll(settings.files());
    List<CredentialSource> ordered = new ArrayList<>(first);
    for (String next : Precedence.of(settings).order()) {
      others.stream().filter(source -> source.name().equals(next)).forEach(ordered::add);
    }
    if (only != null && ordered.stream().noneMatch(one -> SourceChain.isNamed(one, only.name()))) {
      throw TokenException.fixConfiguration(
          "there is no source of the name that was asked for; the sources are "
              + ordered.stream().map(CredentialSource::name).collect(Collectors.joining(", ")),
          null);
    }
    return new SourceChain(ordered, LoginPolicy.of(settings)).evaluate(only);
  }

  /** The source that is used or would be; null if nothing is configured. */
  @Nullable Link decided(@Nullable OnlySource only) throws IOException {
    return links(only).stream().filter(Link::decides).findFirst().orElse(null);
  }

  /** The settings files as they were seen, if they leave everything to the stored login. */
  @Nullable List<FileIdentity> plainSettings() throws IOException {
    return profile != null && settings.find(HELPER) == null ? seen : null;
  }

  /** Remembers that {@code plain} settings leave everything to the stored login, if it can be. */
  void mark(List<FileIdentity> plain) {
    try {
      if (profile != null) {
        profile.directory().settingsMark().write(plain);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the settings are not marked: {0}", e.getMessage());
    }
  }

  /** Lets go of what sharing needs. */
  @Override
  public void close() {
    shared.forEach(SharedOnUse::close);
    if (profile != null && profile.fleet() != null) {
      profile.fleet().close();
    }
  }
}
