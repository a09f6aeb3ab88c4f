package dev.pawl.drills.client.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The copies of a client in a drill. One that ends by itself or is killed is started again after at
 * most 100 ms, until all are closed. Thread-safe.
 */
public final class Copies implements AutoCloseable {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Map<Long, Integer> numbers = new ConcurrentHashMap<>();
  private final List<Copy> copies = new ArrayList<>();
  private final Set<Copy> wanted = ConcurrentHashMap.newKeySet();
  private final Thread keeper = new Thread(this::keepUp, "pawl-drill-copies");

  /**
   * Prepares copies; none is started yet.
   *
   * @param count how many
   * @param command what each runs
   * @param environment what is added to the environment of this process
   * @param scratch the directory that they share
   * @param logs where their output goes
   */
  public Copies(
      int count, List<String> command, Map<String, String> environment, Path scratch, Path logs)
      throws IOException {
    Files.createDirectories(scratch);
    Files.createDirectories(logs);
    for (int number = 1; number <= count; number++) {
      Path log = logs.resolve("copy-" + number + ".log");
      copies.add(new Copy(number, command, environment, scratch, log));
    }
    keeper.setDaemon(true);
    keeper.start();
  }

  /** Returns the process that a copy was started as, for anything that it has started. */
  public static long root(long pid) {
    long itself = ProcessHandle.current().pid();
    Optional<ProcessHandle> one = ProcessHandle.of(pid);
    while (one.isPresent()) {
      Optional<ProcessHandle> parent = one.get().parent();
      if (parent.isPresent() && parent.get().pid() == itself) {
        return one.get().pid();
      }
      one = parent;
    }
    return pid; // it is on its own, or has ended
  }

  /** Returns how many there are. */
  public int count() {
    return copies.size();
  }

  /** Returns the copies, the first one first. */
  public List<Copy> all() {
    return List.copyOf(copies);
  }

  /** Starts some of them. */
  public void start(List<Copy> some) throws IOException {
    for (Copy copy : some) {
      start(copy);
      wanted.add(copy);
    }
  }

  private void start(Copy copy) throws IOException {
    copy.start().ifPresent(process -> numbers.put(process, copy.number()));
  }

  private void keepUp() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(100);
        for (Copy copy : wanted) {
          start(copy);
        }
      }
    } catch (IOException e) {
      System.err.println("pawl drill: the client cannot be started again: " + e.getMessage());
    } catch (InterruptedException e) {
      // the drill is over
    }
  }

  /** Returns the number of the copy that a process was started as; 0 if it was none. */
  public int number(long pid) {
    return numbers.getOrDefault(pid, 0);
  }

  /**
   * Tells all to end with SIGTERM, and kills those that do not within 3 s, or have left somebody
   * behind.
   */
  @Override
  public void close() {
    keeper.interrupt();
    copies.forEach(Copy::retire);
    List<ProcessTree> trees = copies.stream().map(Copy::tree).flatMap(Stream::ofNullable).toList();
    List<ProcessHandle> members =
        trees.stream()
            .flatMap(tree -> Stream.concat(Stream.of(tree.root()), tree.root().descendants()))
            .toList();
    try {
      for (ProcessTree tree : trees) {
        tree.signal("TERM");
      }
      long deadline = System.nanoTime() + GRACE_NANOS;
      while (members.stream().anyMatch(ProcessHandle::isAlive)
          && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      for (ProcessTree tree : trees) {
        tree.kill();
      }
    } catch (IOException e) {
      System.err.println("pawl drill: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      members.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Returns the copy of that number. */
  public Copy copy(int number) {
    return Objects.requireNonNull(copies.get(number - 1));
  }
}
