package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.cut.CutRule;
import dev.pawl.simulator.cut.CutText;
import dev.pawl.simulator.tls.Certificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where clients connect: ports, what cuts the connections, TLS, and which file they lock. */
final class ConnectionOptions {
  private static final String PORT = "--port";
  private static final String BIND = "--bind";
  private static final String CUT = "--cut";
  private static final String CUT_API = "--cut-api";
  private static final String CA_FILE = "--ca-file";

  @Option(
      names = PORT,
      paramLabel = "N",
      description = "Port of the authorization server; the API gets the next. 0: any. Default: 0.")
  private int port;

  @Option(
      names = BIND,
      paramLabel = "ADDRESS",
      description =
          "Listen on this address of the machine: others can use the simulator then. Default:"
              + " 127.0.0.1.")
  private @Nullable String address;

  @Option(
      names = CUT,
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "CUT",
      description = {
        "Have the addresses lead through TCP ports that can cut connections, and cut those to the"
            + " authorization server so, such as 'connection#1: ANSWER(40) reset'. May be given"
            + " again, also without CUT."
      })
  private List<String> cuts = List.of();

  @Option(names = CUT_API, paramLabel = "CUT", description = "The same for connections to the API.")
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
      names = CA_FILE,
      paramLabel = "FILE",
      description = "Where that authority's certificate is written (PEM). Default: printed.")
  private @Nullable Path caFile;

  @Option(
      names = "--lock-file",
      paramLabel = "FILE",
      description = "Have the live page show who holds a lock of this file of the clients (Linux).")
  private @Nullable Path lockFile;

  @Option(
      names = "--clouds",
      description =
          "Open two more ports, for the services of AWS, Google and Azure, and for an instance's metadata.")
  private boolean clouds;

  private static final class CertificateOption extends WordOption<Certificate> {
    CertificateOption() {
      super(Certificate.values(), Certificate::word);
    }
  }

  /**
   * Sets what the options say, but for the cuts, which a running simulator takes.
   *
   * @throws IllegalArgumentException if a value is refused, also one of a cut; the message names
   *     the option
   */
  void applyTo(Simulator.Builder builder) {
    OptionValue.set(PORT, port, builder::port);
    OptionValue.set(BIND, address, builder::bind);
    OptionValue.set("--tls", tls, builder::tls);
    if (tls == null && caFile != null) {
      throw new IllegalArgumentException(CA_FILE + ": there is none without --tls");
    }
    Object unused = rules(CUT, cuts);
    unused = rules(CUT_API, apiCuts);
    if (isCut()) {
      unused = builder.cut();
    }
    if (lockFile != null) {
      unused = builder.lockFile(lockFile);
    }
    if (clouds) {
      unused = builder.clouds();
    }
  }

  /** Has the connections of a simulator cut as the options say. */
  void cut(Simulator simulator) {
    if (isCut()) {
      rules(CUT, cuts).forEach(simulator.cutBeforeIssuer()::add);
      rules(CUT_API, apiCuts).forEach(simulator.cutBeforeApi()::add);
    }
  }

  /** Returns what has to be said to who lets others in; empty if nobody is. */
  Optional<String> warning() {
    return Optional.ofNullable(address)
        .filter(host -> !host.startsWith("127.") && !host.equals("::1"))
        .map(
            host ->
                "whoever reaches "
                    + host
                    + " can use this simulator, and steer it with the admin token; use no real"
                    + " login with it");
  }

  /** Tells whether there are ports that can cut. */
  boolean isCut() {
    return !cuts.isEmpty() || !apiCuts.isEmpty();
  }

  /** Writes the certificate of a simulator's authority; empty without TLS. */
  Optional<AuthorityFile> authority(Simulator simulator) throws IOException {
    return tls == null
        ? Optional.empty()
        : Optional.of(AuthorityFile.write(simulator.caCertificate(), caFile, tls));
  }

  /** Tells whether there are the services of clouds. */
  boolean hasClouds() {
    return clouds;
  }

  int port() {
    return port;
  }

  private static List<CutRule> rules(String option, List<String> texts) {
    return texts.stream()
        .filter(text -> !text.isEmpty())
        .map(text -> OptionValue.read(option, text, CutText::parse))
        .toList();
  }
}
