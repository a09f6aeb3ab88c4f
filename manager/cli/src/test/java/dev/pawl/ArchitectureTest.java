package dev.pawl;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.pawl.token.Token;
import java.io.Serializable;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import javax.net.SocketFactory;

/** The shape of the manager: who may import whom, and the things that only one class may do. */
@AnalyzeClasses(
    packages = "dev.pawl",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {

  /* Highest first: a package imports those below it alone. docs/architecture.md tells what they are for. */
  private static final List<String> ORDER =
      List.of(
          "cli",
          "cli.token",
          "cli.login",
          "cli.fleet",
          "cli.command",
          "cli.shell",
          "cli.text",
          "aws",
          "azure",
          "google",
          "postgres",
          "etcd",
          "sealing",
          "setup",
          "doctor",
          "credentials",
          "",
          "session",
          "grant",
          "login",
          "sharing",
          "cloud.source",
          "cloud.command",
          "cloud",
          "refresh",
          "refresh.locked",
          "profile",
          "policy",
          "jfr",
          "cache",
          "cache.chronicle",
          "cache.table",
          "cache.slot",
          "directory",
          "store.vault",
          "store.fleet",
          "store.journal",
          "store",
          "authentication",
          "oauth",
          "oauth.client",
          "jose",
          "transport",
          "wire",
          "network",
          "source",
          "vault",
          "lock",
          "settings",
          "issuer",
          "http",
          "token",
          "fleet",
          "spi",
          "signing",
          "process",
          "clock",
          "file",
          "json",
          "desktop");

  private static final int ROOM = 20;
  private static final int HEART = 12;
  private static final Set<String> HEARTS =
      Set.of("refresh", "refresh.locked", "profile", "sharing", "policy", "lock");

  private static final Set<String> CLOCK_READS =
      Set.of(
          "java.lang.System.currentTimeMillis()",
          "java.lang.System.nanoTime()",
          "java.util.Calendar.getInstance()",
          "java.util.Date.<init>()");

  @ArchTest
  static final ArchRule packages_importOnlyThoseBelow =
      classes().should(new ImportsDownwards(ORDER));

  @ArchTest
  static final ArchRule packages_holdFewTypes =
      classes().should(new FewTypes(name -> HEARTS.contains(name) ? HEART : ROOM));

  @ArchTest
  static final ArchRule types_neverNeedOneThatNeedsThem = classes().should(new NeverInCircles());

  @ArchTest
  static final ArchRule root_holdsTheEntryPointsAlone =
      classes()
          .that()
          .resideInAPackage("dev.pawl")
          .and()
          .areTopLevelClasses()
          .should()
          .haveNameMatching("dev[.]pawl[.](TokenManagers?|Profiles|package-info)");

  @ArchTest
  static final ArchRule jackson_isImportedByJsonOnly = onlyIn("json", "com.fasterxml.jackson..");

  @ArchTest static final ArchRule picocli_isImportedByCliOnly = onlyIn("cli", "picocli..");

  /* The exported packages, and the rooms that hold no login: how a person logs in, the clock ... */
  private static final String[] OPEN_TO_CLI = {
    "dev.pawl",
    "dev.pawl.authentication",
    "dev.pawl.cli..",
    "dev.pawl.clock",
    "dev.pawl.cloud", // which clouds there are
    "dev.pawl.cloud.source", // the shared keys of clouds, at a look
    "dev.pawl.credentials",
    "dev.pawl.desktop",
    "dev.pawl.doctor",
    "dev.pawl.fleet",
    "dev.pawl.http",
    "dev.pawl.issuer",
    "dev.pawl.json",
    "dev.pawl.login",
    "dev.pawl.network",
    "dev.pawl.oauth",
    "dev.pawl.oauth.client",
    "dev.pawl.process",
    "dev.pawl.settings",
    "dev.pawl.setup", // a fleet's store and its key
    "dev.pawl.spi",
    "dev.pawl.token",
  };

  @ArchTest
  static final ArchRule cli_goesThroughTheApi =
      noClasses()
          .that(resideInAPackage("dev.pawl.cli.."))
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.pawl..").and(not(resideInAnyPackage(OPEN_TO_CLI))))
          .orShould()
          .accessTargetWhere(calls(Token.class, "<init>"));

  @ArchTest
  static final ArchRule chronicle_isImportedByOnePackageOnly =
      onlyIn("cache.chronicle", "net.openhft..");

  @ArchTest static final ArchRule nimbus_isImportedByJoseOnly = onlyIn("jose", "com.nimbusds..");

  @ArchTest static final ArchRule jetcd_isImportedByEtcdOnly = onlyIn("etcd", "io.etcd..");

  @ArchTest
  static final ArchRule tink_isImportedBySealingOnly = onlyIn("sealing", "com.google.crypto..");

  @ArchTest
  static final ArchRule pgjdbc_isImportedByPostgresOnly = onlyIn("postgres", "org.postgresql..");

  @ArchTest
  static final ArchRule hikari_isImportedByPostgresOnly = onlyIn("postgres", "com.zaxxer..");

  @ArchTest
  static final ArchRule clock_isReadByTokenClockOnly =
      noClasses()
          .that(areNot("dev.pawl.clock.TokenClock"))
          .should()
          .accessTargetWhere(describe("reads the clock", ArchitectureTest::readsClock));

  @ArchTest
  static final ArchRule fileLocks_areTakenByKernelLockOnly =
      noClasses()
          .that(areNot("dev.pawl.lock.KernelLock"))
          .should()
          .accessTargetWhere(calls(FileChannel.class, "lock", "tryLock"));

  @ArchTest
  static final ArchRule connections_areOpenedByTransportOrTheCallersOwnClient =
      noClasses()
          .that(not(resideInAnyPackage("dev.pawl.transport", "dev.pawl.http")))
          .and(areNot("dev.pawl.login.RedirectListener"))
          .and(areNot("dev.pawl.network.ClientCertificate")) // is told of them, and opens none
          .should()
          .dependOnClassesThat(opensConnections());

  @ArchTest
  static final ArchRule redirectListener_acceptsConnectionsAndOpensNone =
      noClasses()
          .that(not(areNot("dev.pawl.login.RedirectListener")))
          .should()
          .accessTargetWhere(calls(Socket.class, "<init>", "connect"))
          .orShould()
          .dependOnClassesThat(equivalentTo(HttpClient.class));

  @ArchTest
  static final ArchRule serverSockets_areOpenedByTheRedirectListenerOnly =
      noClasses()
          .that(areNot("dev.pawl.login.RedirectListener"))
          .should()
          .dependOnClassesThat(equivalentTo(ServerSocket.class));

  @ArchTest
  static final ArchRule sockets_areOpenedByTheConnectionClassesOnly =
      noClasses()
          .that(resideInAPackage("dev.pawl.transport"))
          .and(areNot("dev.pawl.transport.Connection"))
          .and(areNot("dev.pawl.transport.ConnectionAttempts"))
          .and(areNot("dev.pawl.transport.DeadlineSocket"))
          .and(areNot("dev.pawl.transport.ProxyTunnel"))
          .should()
          .dependOnClassesThat(opensConnections());

  @ArchTest
  static final ArchRule tokenEndpoint_isTheOnlyOneThatPostsRefreshTokens =
      noClasses()
          .that(areNot("dev.pawl.oauth.TokenEndpoint"))
          .and(areNot("dev.pawl.oauth.LoginEndpoint")) // codes and keys, never a refresh token
          .and(areNot("dev.pawl.oauth.IdentityExchange")) // identity tokens of platforms
          .should()
          .accessTargetWhere(
              describe(
                  "posts a form",
                  access ->
                      access.getTargetOwner().getName().equals("dev.pawl.transport.Exchange")
                          && access.getName().equals("post")));

  @ArchTest
  static final ArchRule names_sayWhatAThingIs =
      noClasses().should().haveNameMatching("(.*[.$])?([^.$]+(Impl|Utils?|Helper)|Abstract[^.$]*)");

  @ArchTest
  static final ArchRule records_areNeverSerializable =
      noClasses()
          .that()
          .areRecords()
          .should()
          .beAssignableTo(Serializable.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule exit_isCalledByTheLauncherOnly =
      noClasses()
          .that(areNot("dev.pawl.cli.shell.Launcher"))
          .should()
          .accessTargetWhere(calls(System.class, "exit").or(calls(Runtime.class, "exit", "halt")));

  @ArchTest
  static final ArchRule shutdownHook_isAddedByOneClass =
      classes()
          .that(
              areNot(
                  "dev.pawl.cli.login.UnseenTerminal")) // it holds no login, only a terminal's mode
          .should(
              new AtMostOneClass("add a shutdown hook", calls(Runtime.class, "addShutdownHook")));

  /** The tests of a module beside this one come in a jar. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static ArchRule onlyIn(String ours, String library) {
    return noClasses()
        .that(not(resideInAPackage("dev.pawl." + ours + "..")))
        .should()
        .dependOnClassesThat(resideInAPackage(library));
  }

  private static DescribedPredicate<JavaClass> areNot(String name) {
    return describe(
        "are not " + name,
        type -> !type.getName().equals(name) && !type.getName().startsWith(name + "$"));
  }

  private static DescribedPredicate<JavaClass> opensConnections() {
    return equivalentTo(Socket.class)
        .or(equivalentTo(SocketChannel.class))
        .or(equivalentTo(HttpClient.class))
        .or(assignableTo(URLConnection.class))
        .or(assignableTo(SocketFactory.class))
        .as("open connections");
  }

  private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... names) {
    Set<String> methods = Set.of(names);
    return describe(
        "call " + owner.getSimpleName() + "." + String.join("/", names),
        access ->
            access.getTargetOwner().isAssignableTo(owner) && methods.contains(access.getName()));
  }

  private static boolean readsClock(JavaAccess<?> access) {
    String target = access.getTarget().getFullName();
    boolean now = target.startsWith("java.time.") && access.getName().equals("now");
    boolean system = target.startsWith("java.time.Clock.system");
    return system || CLOCK_READS.contains(target) || (now && !target.endsWith("(java.time.Clock)"));
  }
}
