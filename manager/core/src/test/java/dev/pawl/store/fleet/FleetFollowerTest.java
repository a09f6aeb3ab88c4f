package dev.pawl.store.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.FileIdentity;
import dev.pawl.fleet.MemoryRecordStore;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.Seal;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.fleet.Written;
import dev.pawl.process.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a process looks at what other hosts write. */
final class FleetFollowerTest {
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir private Path directory;
  private final MemoryRecordStore elsewhere = new MemoryRecordStore();
  private final MemoryRecordStore here = elsewhere.connection();
  private final AtomicInteger looks = new AtomicInteger();
  private Fleet fleet;

  @BeforeEach
  void start() {
    FleetTiming timing = FleetTiming.of(Duration.ofSeconds(5));
    fleet = new Fleet(directory, new Memory(here), timing, TokenClock.system());
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void follow_recordIsWrittenElsewhere_isLookedAt() throws Exception {
    FleetFollower follower = follower(NEVER);
    follower.follow("team", new Reader(looks, true));

    int seen =
        Eventually.see(
            () -> {
              write("team");
              return looks.get();
            },
            count -> count > 0);

    assertThat(seen).isPositive();
    follower.close();
  }

  @Test
  void follow_watchTellsNothing_isLookedAtByThePoll() throws Exception {
    here.away(true);
    FleetFollower follower = follower(Duration.ofMillis(10));
    follower.follow("team", new Reader(looks, true));

    int seen = Eventually.see(looks::get, count -> count > 1);

    assertThat(seen).isGreaterThan(1);
    follower.close();
  }

  @Test
  void follow_recordWasWrittenBeforeItListened_isLookedAtOnce() throws Exception {
    write("team");
    FleetFollower follower = follower(Duration.ofMillis(10), NEVER);
    follower.follow("team", new Reader(looks, true));

    int seen = Eventually.see(looks::get, count -> count > 0);

    assertThat(seen).isEqualTo(1);
    follower.close();
  }

  @Test
  void follow_nobodyReadsItAnyMore_isNotLookedAt() throws Exception {
    AtomicInteger others = new AtomicInteger();
    FleetFollower follower = follower(Duration.ofMillis(10));
    follower.follow("team", new Reader(looks, false));
    follower.follow("other", new Reader(others, true));

    int seen = Eventually.see(others::get, count -> count > 3);

    assertThat(seen).isGreaterThan(3);
    assertThat(looks).hasValue(0);
    follower.close();
  }

  private FleetFollower follower(Duration poll) {
    return follower(poll, poll);
  }

  private FleetFollower follower(Duration soon, Duration poll) {
    return new FleetFollower(
        fleet::listen, new FleetFollower.Times(Duration.ofMillis(1), soon, poll));
  }

  private void write(String profile) throws IOException {
    VersionedRecord present = elsewhere.read(profile);
    long version = present == null ? 0 : present.version();
    Written unused =
        elsewhere.compareAndSet(profile, version, new RecordUpdate("body " + version, "print"));
  }

  private record Memory(RecordStore store) implements Fleet.Access {
    @Override
    public Seal seal() {
      throw new IllegalStateException("nothing is sealed here");
    }

    @Override
    public String place() {
      return store.place();
    }
  }

  private record Reader(AtomicInteger count, boolean isWanted) implements FleetFollower.Reader {
    @Override
    public FileIdentity seen() {
      return FileIdentity.ABSENT;
    }

    @Override
    public void look() {
      count.incrementAndGet();
    }
  }
}
