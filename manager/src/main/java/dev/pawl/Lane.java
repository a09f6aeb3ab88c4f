package dev.pawl;

import dev.pawl.spi.FileIdentity;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One profile as a manager serves it: its board, its way to the lock, its broker. Thread-safe. */
final class Lane {
  private final Profile profile;
  private final Premises premises;
  private final Host host;
  private final Board board;
  private final Refresher refresher;
  private final News news;
  private final Broker broker;

  /**
   * The manager that a lane belongs to.
   *
   * @param listener to be told of news
   * @param closed whether the manager is
   */
  record Host(Consumer<Status> listener, BooleanSupplier closed) {}

  /**
   * The lane of profile {@code name}.
   *
   * @param leads whether a caller who names no profile means this one, now
   */
  Lane(Premises premises, String name, Host host, BooleanSupplier leads) {
    this.premises = premises;
    this.host = host;
    this.profile = premises.profile(name);
    CacheAccess cache = new CacheAccess(premises.cache(), name);
    this.board = new Board(profile, cache, Freshness.spread(name), leads);
    this.refresher = new Refresher(profile, demand -> new Turn(desk(), rules(), demand));
    this.news = new News(host.listener());
    this.broker = new Broker(profile, premises, board, refresher, news);
  }

  String name() {
    return profile.name();
  }

  Profile profile() {
    return profile;
  }

  Broker broker() {
    return broker;
  }

  Refresher refresher() {
    return refresher;
  }

  Logins logins() {
    return new Logins(this::desk, this::rules);
  }

  private Desk desk() throws IOException {
    return new Desk(profile, board, premises, new Desk.Tenure(refresher.held(), host.closed()));
  }

  private Rules rules() {
    try {
      return premises.rules(profile.name());
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  /** Tells the listener that callers who name no profile get this one's tokens from now on. */
  void announce() {
    news.announce(broker::status);
  }

  /** Runs {@code work} with the refresh lock held. */
  <T> T exclusively(Uninterrupted.Work<T> work) {
    Timing timing = premises.timing();
    long deadline = premises.clock().deadline(timing.patience());
    T done = refresher.exclusively(work, deadline, timing.request());
    Snapshot unused = broker.look();
    return done;
  }

  /**
   * Makes {@code change} and then has every reader of this profile look again, at their next call.
   */
  <T> T handOver(Uninterrupted.Work<T> change) {
    return exclusively(
        () -> {
          T done = change.run();
          if (!profile.identity().equals(FileIdentity.ABSENT)) {
            Turn.Taken unused = new Turn(desk(), rules(), Demand.LOOK).take();
          }
          return done;
        });
  }
}
