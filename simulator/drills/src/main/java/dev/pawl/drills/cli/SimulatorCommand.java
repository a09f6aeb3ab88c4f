package dev.pawl.drills.cli;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.fault.FaultText;
import dev.pawl.simulator.cut.CutRule;
import dev.pawl.simulator.cut.CutText;
import dev.pawl.simulator.tls.Certificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code pawl simulator}: runs the simulator alone until it is told to stop. */
@Command(
    name = "simulator",
    description = "Runs an authorization server and a protected API on loopback ports.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:help or version was asked for",
      "1:it could not start; the message says why (mostly: the port is taken)",
      "2:wrong usage",
      "130:stopped by Ctrl-C, everything closed in order",
      "143:stopped by SIGTERM, everything closed in order"
    })
public final class SimulatorCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the authorization server; the API gets the next. 0: any. Default: 0.")
  private int port;

  @Option(
      names = "--policy",
      description = "Rotation policy: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private RotationPolicy policy = RotationPolicy.STRICT_FAMILY;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "Window of the policies that have one. Default: 30s.")
  private Duration grace = Duration.ofSeconds(30);

  @Option(
      names = "--skew",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "How far the API's clock is ahead, such as 2h or -2h. Default: 0s.")
  private Duration skew = Duration.ZERO;

  @Option(
      names = "--access-ttl",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "Lifetime of access tokens. Default: 1h.")
  private Duration accessTtl = Duration.ofHours(1);

  @Option(
      names = "--refresh-idle",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "After which time an unspent refresh token ends. Default: never.")
  private @Nullable Duration refreshIdle;

  @Option(
      names = "--refresh-absolute",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "After which time from the login all refresh tokens end. Default: never.")
  private @Nullable Duration refreshAbsolute;

  @Option(
      names = "--processing-time",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "How long the token endpoint takes to answer. Default: 0s.")
  private Duration processingTime = Duration.ZERO;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What tokens and chances are made from. Default: random, printed.")
  private long seed = ThreadLocalRandom.current().nextLong(1, 1_000_000_000);

  @Option(
      names = "--consent",
      description =
          "What the person in the browser does: ${COMPLETION-CANDIDATES}. Default: APPROVE.")
  private Consent.Manner consent = Consent.Manner.APPROVE;

  @Option(
      names = "--device",
      description = "The same for logins on a device. Default: ASK, at the page that is printed.")
  private Consent.Manner device = Consent.Manner.ASK;

  @Option(
      names = "--lenient",
      paramLabel = "NAME",
      converter = LeniencyOption.class,
      completionCandidates = LeniencyOption.class,
      description =
          "Take what an RFC has a server refuse: ${COMPLETION-CANDIDATES}. May be given again.")
  private Set<Leniency> lenient = Set.of();

  @Option(
      names = "--cut",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "CUT",
      description = {
        "Have the addresses lead through TCP ports that can cut connections, and cut those to the"
            + " authorization server so, such as 'connection#1: ANSWER(40) reset'. May be given"
            + " again, also without CUT."
      })
  private List<String> cuts = List.of();

  @Option(
      names = "--cut-api",
      paramLabel = "CUT",
      description = "The same for connections to the API.")
  private List<String> apiCuts = List.of();

  @Option(
      names = "--tls",
      arity = "0..1",
      fallbackValue = "valid",
      paramLabel = "CERTIFICATE",
      converter = CertificateOption.class,
      completionCandidates = CertificateOption.class,
      description =
          "Have all ports speak TLS, with a certificate of an authority that is made for this start:"
              + " ${COMPLETION-CANDIDATES}.")
  private @Nullable Certificate tls;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Where that authority's certificate is written (PEM). Default: printed.")
  private @Nullable Path caFile;

  @Option(names = "--json", description = "Print one line of JSON instead of text.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  private static final class LeniencyOption implements ITypeConverter<Leniency>, Iterable<String> {
    @Override
    public Leniency convert(String value) {
      return Leniency.of(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + value + "' is none of " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
      return Stream.of(Leniency.values()).map(Leniency::word).iterator();
    }
  }

  private static final class CertificateOption
      implements ITypeConverter<Certificate>, Iterable<String> {
    @Override
    public Certificate convert(String value) {
      return Stream.of(Certificate.values())
          .filter(each -> each.word().equals(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + value + "' is none of " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
      return Stream.of(Certificate.values()).map(Certificate::word).iterator();
    }
  }

  private static final class DurationOption implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        return FaultText.duration(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Simulator.Builder builder = builder();
    Simulator simulator;
    try {
      simulator = builder.start();
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println("pawl simulator: " + why(e));
      return 1;
    }
    if (isCut()) {
      rules("--cut", cuts).forEach(simulator.cutBeforeIssuer()::add);
      rules("--cut-api", apiCuts).forEach(simulator.cutBeforeApi()::add);
    }
    simulator.consent().browser(consent);
    simulator.consent().device(device);
    Optional<AuthorityFile> authority;
    try {
      authority = authority(simulator);
    } catch (IOException e) {
      simulator.close();
      spec.commandLine().getErr().println("pawl simulator: cannot write the certificate: " + e);
      return 1;
    }
    Thread stop = new Thread(() -> stop(simulator, authority), "pawl-simulator-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    Welcome welcome = new Welcome(simulator, simulator.newFamily("alice"), isCut(), authority);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? welcome.json() : welcome.text());
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private Optional<AuthorityFile> authority(Simulator simulator) throws IOException {
    return tls == null
        ? Optional.empty()
        : Optional.of(AuthorityFile.write(simulator.caCertificate(), caFile, tls));
  }

  private static void stop(Simulator simulator, Optional<AuthorityFile> authority) {
    simulator.close();
    authority.ifPresent(AuthorityFile::close);
  }

  private String why(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "port " + port + " is taken; name another with --port, or none";
      }
    }
    return "cannot start: " + e.getMessage();
  }

  private Simulator.Builder builder() {
    Simulator.Builder builder =
        Simulator.builder().policy(policy).seed(seed).lenient(lenient.toArray(Leniency[]::new));
    checked("--port", () -> builder.port(port));
    checked("--grace", () -> builder.graceWindow(grace));
    checked("--skew", () -> builder.skew(skew));
    checked("--access-ttl", () -> builder.accessTtl(accessTtl));
    if (refreshIdle != null) {
      Duration idle = refreshIdle;
      checked("--refresh-idle", () -> builder.refreshIdle(idle));
    }
    if (refreshAbsolute != null) {
      Duration absolute = refreshAbsolute;
      checked("--refresh-absolute", () -> builder.refreshAbsolute(absolute));
    }
    checked("--processing-time", () -> builder.processingTime(processingTime));
    List<CutRule> unused = rules("--cut", cuts);
    unused = rules("--cut-api", apiCuts);
    if (tls != null) {
      builder.tls(tls);
    } else if (caFile != null) {
      throw new ParameterException(spec.commandLine(), "--ca-file: there is none without --tls");
    }
    return isCut() ? builder.cut() : builder;
  }

  private boolean isCut() {
    return !cuts.isEmpty() || !apiCuts.isEmpty();
  }

  private List<CutRule> rules(String option, List<String> texts) {
    try {
      return texts.stream().filter(text -> !text.isEmpty()).map(CutText::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
    }
  }

  private void checked(String option, Supplier<Simulator.Builder> setting) {
    try {
      Simulator.Builder unused = setting.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
    }
  }
}
