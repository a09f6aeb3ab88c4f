package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.UserScene;
import dev.pawl.lock.KernelLock;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A spend that the application, an Error or a lost lock breaks off: no login is lost by it. */
class BrokenSpendTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  /** A log handler of the application that does something at every record of one logger. */
  private static final class Listener extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Runnable act;
    private volatile int heard;

    Listener(String name, Runnable act) {
      this.logger = Logger.getLogger(name);
      this.act = act;
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
      heard = 1;
      act.run();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  @Test
  void token_errorAfterTheRequest_leavesDoubtOnTheDiskAndACooldown() throws Exception {
    TokenManager manager = scene.loggedIn();
    scene.fault("refresh#1: BEFORE_COMMIT empty");
    scene.expire();
    scene.simulator.clock().freeze();

    Throwable thrown;
    try (Listener broken = new Listener("dev.pawl.refresh.Settlement", BrokenSpendTest::fail)) {
      thrown = catchThrowable(manager::token);
      assertThat(broken.heard).isPositive();
    }
    JournalRecord known = new StateDirectory(scene.home).journal("default").read();
    Status status = scene.manager().status();
    int spends = scene.spends().count();
    scene.simulator.clock().advance(Duration.ofSeconds(1));
    Token replayed = manager.token();

    assertThat(thrown).isInstanceOf(LinkageError.class);
    assertThat(known.state()).isEqualTo(JournalRecord.State.DOUBT);
    assertThat(known.failures().count()).isEqualTo(1);
    assertThat(status.state()).isEqualTo(Status.State.IN_DOUBT);
    assertThat(status.retryAt()).isNotNull();
    assertThat(spends).isEqualTo(1);
    assertThat(replayed.generation()).isEqualTo(2);
  }

  @Test
  void login_errorAfterTheStoredTokenIsTriedByAnotherClient_leavesDoubtAndACooldown()
      throws Exception {
    AtomicBoolean armed = new AtomicBoolean(true);
    TokenManager manager = scene.manager(builder -> builder.clock(() -> broken(scene, armed)));
    Grant stored = scene.freshGrant();
    manager.login(stored);
    scene.fault("refresh#1: BEFORE_COMMIT empty");
    scene.expire();
    scene.simulator.clock().freeze();
    String refresh = Objects.requireNonNull(stored.tokens().refresh());

    Throwable thrown =
        catchThrowable(
            () -> manager.login(Grant.login(scoped(scene), TokenSet.ofRefresh(refresh))));
    JournalRecord known = new StateDirectory(scene.home).journal("default").read();
    Status status = scene.manager().status();

    assertThat(thrown).isInstanceOf(LinkageError.class);
    assertThat(armed).isFalse();
    assertThat(known.state()).isEqualTo(JournalRecord.State.DOUBT);
    assertThat(known.failures().count()).isEqualTo(1);
    assertThat(status.state()).isEqualTo(Status.State.IN_DOUBT);
    assertThat(status.retryAt()).isNotNull();
    scene.spends().areExactly(1);
  }

  /* Breaks what follows the first request, once. */
  private static Instant broken(Scene scene, AtomicBoolean armed) {
    if (scene.spends().count() > 0 && armed.getAndSet(false)) {
      fail();
    }
    return scene.simulator.clock().instant();
  }

  private static ClientRegistration scoped(Scene scene) {
    ClientRegistration client = scene.client();
    return new ClientRegistration(
        client.issuer(),
        client.tokenEndpoint(),
        client.revocationEndpoint(),
        client.clientId(),
        "other",
        client.replay());
  }

  private static void fail() {
    throw new LinkageError("of a log handler");
  }

  @Test
  void token_lockFileReplacedBeforeTheRequest_sendsNothing() throws Exception {
    InstantSource replacing = () -> replaceIfUnderTheLock(scene);
    TokenManager manager = scene.manager(builder -> builder.clock(replacing));
    manager.login(scene.freshGrant());
    scene.expire();

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    Token later = scene.manager().token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem).hasMessageContaining("lock file was replaced");
    assertThat(later.generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  @Test
  void login_lockFileReplacedBeforeTheTrial_sendsNothing() throws Exception {
    InstantSource replacing = () -> replaceIfUnderTheLock(scene);
    TokenManager manager = scene.manager(builder -> builder.clock(replacing));
    manager.login(scene.freshGrant());
    Grant next = unspent(scene);
    scene.expire();

    TokenException problem = catchThrowableOfType(TokenException.class, () -> manager.login(next));
    int spends = scene.spends().count();
    LoginOutcome later = scene.manager().login(next);

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem).hasMessageContaining("nothing was sent");
    assertThat(spends).isZero();
    assertThat(later.result()).isEqualTo(LoginOutcome.Result.STORED);
    scene.spends().areExactly(1);
  }

  @Test
  void login_anotherHasTheLockWhenTheTrialIsAnswered_savesWhenThatOneIsDone() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    try (Listener unsaved = new Listener("dev.pawl.refresh.PendingSave", refused::countDown)) {
      TokenManager manager = patient(scene);
      manager.login(scene.freshGrant());
      Grant next = unspent(scene);
      scene.fault("refresh#1: BEFORE_COMMIT hang");
      FutureTask<LoginOutcome> call = new FutureTask<>(() -> manager.login(next));
      new Thread(call).start();
      assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();
      String before = scene.stored();
      replaceLockFile();

      String meanwhile;
      try (FileChannel channel =
              FileChannel.open(scene.home.resolve("lock"), StandardOpenOption.WRITE);
          FileLock others = channel.tryLock(position(), 1, false)) {
        assertThat(others).isNotNull();
        int unused = scene.simulator.faults().release();
        assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
        meanwhile = scene.stored();
      }
      LoginOutcome outcome = call.get(30, TimeUnit.SECONDS);

      assertThat(unsaved.heard).isPositive();
      assertThat(meanwhile).isEqualTo(before);
      assertThat(outcome.result()).isEqualTo(LoginOutcome.Result.STORED);
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
      scene.spends().areExactly(1);
    }
  }

  @Test
  void login_anotherSpendsWhenTheTrialIsRefused_leavesItsRecordAlone() throws Exception {
    TokenManager manager = patient(scene);
    manager.login(scene.freshGrant());
    Grant next = unspent(scene);

    Throwable thrown = refusedWhileAnotherSpends(() -> manager.login(next), "F2");

    assertThat(thrown)
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOG_IN));
  }

  @Test
  void token_anotherSpendsWhenTheSpendIsRefused_leavesItsRecordAlone() throws Exception {
    TokenManager manager = patient(scene);
    manager.login(scene.freshGrant());
    scene.expire();

    Throwable thrown = refusedWhileAnotherSpends(manager::token, "F1");

    assertThat(thrown)
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TRY_LATER));
    assertThat(thrown).hasMessageContaining("lock file was replaced");
  }

  /* Another process has the new lock, and has written its intent, when the server says no. */
  private @Nullable Throwable refusedWhileAnotherSpends(ThrowingCallable spend, String family)
      throws Exception {
    scene.fault("refresh#1: BEFORE_COMMIT hang");
    FutureTask<@Nullable Throwable> call = new FutureTask<>(() -> catchThrowable(spend));
    new Thread(call).start();
    assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();
    scene.simulator.revokeFamily(family);
    replaceLockFile();
    try (FileChannel channel =
            FileChannel.open(scene.home.resolve("lock"), StandardOpenOption.WRITE);
        FileLock others = channel.tryLock(position(), 1, false)) {
      assertThat(others).isNotNull();
      StateDirectory directory = new StateDirectory(scene.home);
      Grant stored = Objects.requireNonNull(directory.store("default").readGrant());
      JournalRecord intent = directory.journal("default").read().spending(stored, 4711);
      directory.journal("default").force(intent);

      int unused = scene.simulator.faults().release();
      Throwable thrown = call.get(30, TimeUnit.SECONDS);

      assertThat(directory.journal("default").read()).isEqualTo(intent);
      return thrown;
    }
  }

  private Instant replaceIfUnderTheLock(Scene scene) {
    if (Thread.currentThread().getName().equals("pawl-refresh")
        && scene.simulator.clock().offset().compareTo(Duration.ofMinutes(59)) > 0) {
      replaceLockFile();
    }
    return scene.simulator.clock().instant();
  }

  private void replaceLockFile() {
    try {
      Path fresh = Files.createFile(scene.home.resolve("lock.fresh"));
      Files.move(fresh, scene.home.resolve("lock"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void token_lockChannelClosedBeforeTheRequest_sendsNothing() throws Exception {
    InstantSource closing = () -> closeIfUnderTheLock(scene);
    TokenManager manager = scene.manager(builder -> builder.clock(closing));
    manager.login(scene.freshGrant());
    scene.expire();

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    int spends = scene.spends().count();
    Token later = scene.manager().token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem).hasMessageContaining("nothing was sent");
    assertThat(spends).isZero();
    assertThat(later.generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  private Instant closeIfUnderTheLock(Scene scene) {
    if (Thread.currentThread().getName().equals("pawl-refresh")
        && scene.simulator.clock().offset().compareTo(Duration.ofMinutes(59)) > 0) {
      closeLockChannel();
    }
    return scene.simulator.clock().instant();
  }

  /* As an interrupt does to whoever waits in the kernel's queue on a thread that can be interrupted:
   * the channel is closed, and the kernel drops every lock of this process. */
  private void closeLockChannel() {
    FutureTask<Boolean> waiter =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              return new StateDirectory(scene.home).lock("other").awaitRelease();
            });
    new Thread(waiter).start();
    try {
      assertThat(waiter.get(20, TimeUnit.SECONDS)).isFalse();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void token_anotherHasTheLockWhenTheAnswerComes_savesWhenThatOneIsDone() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    try (Listener unsaved = new Listener("dev.pawl.refresh.PendingSave", refused::countDown)) {
      TokenManager manager = patient(scene);
      manager.login(scene.freshGrant());
      scene.fault("refresh#1: BEFORE_COMMIT hang");
      scene.expire();
      FutureTask<Token> call = new FutureTask<>(manager::token);
      new Thread(call).start();
      assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();
      replaceLockFile();

      boolean savedMeanwhile;
      try (FileChannel channel =
              FileChannel.open(scene.home.resolve("lock"), StandardOpenOption.WRITE);
          FileLock others = channel.tryLock(position(), 1, false)) {
        assertThat(others).isNotNull();
        int unused = scene.simulator.faults().release();
        assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
        savedMeanwhile = scene.storesCurrentRefreshToken();
      }
      Token token = call.get(30, TimeUnit.SECONDS);

      assertThat(unsaved.heard).isPositive();
      assertThat(savedMeanwhile).isFalse();
      assertThat(token.generation()).isEqualTo(2);
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
      scene.spends().areExactly(1);
    }
  }

  private long position() {
    return new StateDirectory(scene.home).lock("default").position();
  }

  @Test
  void token_applicationInterruptsItsThreads_savesWhatIsUnderWay() throws Exception {
    TokenManager manager = patient(scene);
    manager.login(scene.freshGrant());
    scene.fault("refresh#1: BEFORE_COMMIT hang");
    scene.expire();
    ThreadGroup application = new ThreadGroup("application");
    FutureTask<Token> call = new FutureTask<>(manager::token);
    new Thread(application, call).start();
    assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();

    List<String> within = pawlThreadsOf(application);
    application.interrupt();
    Throwable thrown = catchThrowable(() -> call.get(20, TimeUnit.SECONDS));
    int unused = scene.simulator.faults().release();
    Token token = manager.token();

    assertThat(within).isEmpty();
    assertThat(thrown).hasCauseInstanceOf(TokenException.class);
    assertThat(token.generation()).isEqualTo(2);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(1);
  }

  private static List<String> pawlThreadsOf(ThreadGroup group) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getThreadGroup() == group)
        .map(Thread::getName)
        .filter(name -> name.startsWith("pawl"))
        .toList();
  }

  @Test
  void token_otherProcessInterruptsAllItsThreads_keepsItsLockAndSpendsOnce() throws Exception {
    TokenManager manager = patient(scene);
    manager.login(unspent(scene));
    scene.manager(builder -> builder.profile("other")).login(unspent(scene));
    scene.fault("refresh#1: BEFORE_COMMIT hang");
    StateDirectory directory = new StateDirectory(scene.home);
    KernelLock.Held other = Objects.requireNonNull(directory.lock("other").tryAcquire());
    Process child = InterruptingProcess.start(scene.home);
    BufferedReader said = child.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).isEqualTo("waiting");
    assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();

    child.outputWriter().write("\n");
    child.outputWriter().flush();
    assertThat(said.readLine()).isEqualTo("interrupted");
    KernelLock.Held taken = directory.lock("default").tryAcquire();
    int unused = scene.simulator.faults().release();
    Token token = manager.token();
    other.close();

    assertThat(taken).isNull();
    assertThat(token.generation()).isEqualTo(2);
    scene.spends().areExactly(1);
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private static Grant unspent(Scene scene) {
    String refresh = Objects.requireNonNull(scene.freshGrant().tokens().refresh());
    return Grant.login(scene.client(), TokenSet.ofRefresh(refresh));
  }

  private static TokenManager patient(Scene scene) {
    Duration minute = Duration.ofMinutes(1);
    return scene.manager(builder -> builder.requestTimeout(minute).waitTimeout(minute));
  }
}
