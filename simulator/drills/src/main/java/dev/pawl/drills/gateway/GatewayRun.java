package dev.pawl.drills.gateway;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildFleet;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Many processes that each ask for the tokens of all profiles, over some lifetimes of the tokens:
 * every lifetime must cost one spend a profile, and all processes must see the same tokens.
 */
public final class GatewayRun {
  private static final Duration TTL = Duration.ofHours(1);
  private static final Duration TIMEOUT = Duration.ofHours(6);
  private static final int THREADS = 4;

  /** Makes slots of 4 KiB. */
  private static final int VALUE_BYTES = 3_776;

  private final Size size;
  private final Path home;
  private final List<String> violations = new ArrayList<>();
  private Map<String, Object> figures = Map.of();

  /**
   * How much of everything.
   *
   * @param profiles logins
   * @param processes that each use all of them
   * @param lifetimes of the access tokens
   * @param cache {@code mapped}, {@code chronicle} or {@code none}
   * @param seed of the provider
   */
  public record Size(int profiles, int processes, int lifetimes, String cache, long seed) {}

  /**
   * Prepares a run.
   *
   * @param home scratch directory, of the user alone
   */
  public GatewayRun(Size size, Path home) {
    this.size = size;
    this.home = home;
  }

  /**
   * Runs it.
   *
   * @throws IOException if processes cannot be started or do not answer
   */
  public void run() throws IOException, InterruptedException {
    try (Simulator simulator =
            Simulator.builder()
                .policy(RotationPolicy.STRICT_FAMILY)
                .accessTtl(TTL)
                .seed(size.seed())
                .start();
        ChildFleet fleet = new ChildFleet(home)) {
      simulator.clock().freeze();
      settings();
      fleet.allowChronicle();
      fleet.heap(64 + size.profiles() / 80);
      List<Child> children = fleet.crew(size.processes());
      tick(simulator, children, Duration.ZERO);
      ask(children, child -> order("open"));
      importLogins(simulator, children.get(0));
      long begun = simulator.ledger().position();
      sweep(children, 0);
      for (int lifetime = 1; lifetime <= size.lifetimes(); lifetime++) {
        tick(simulator, children, TTL.plusSeconds(1));
        sweep(children, lifetime);
      }
      judge(simulator.ledger().since(begun));
      ask(children, child -> order("close"));
    }
  }

  /** Returns what is held against it; nothing if it passed. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** Returns what was measured: spends, bytes on the heap and on the disk. */
  public Map<String, Object> figures() {
    return figures;
  }

  private void settings() throws IOException {
    Path file = home.resolve("config").resolve("pawl").resolve("settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        String.format(
            Locale.ROOT,
            "{\"cache\": {\"engine\": \"%s\", \"profiles\": %d, \"valueBytes\": %d},"
                + " \"issuers\": {\"*\": {\"concurrentSpends\": 64, \"spendsPerSecond\": 100000}}}",
            size.cache(),
            size.cache().equals("chronicle") ? size.profiles() : Math.min(1_024, size.profiles()),
            VALUE_BYTES));
  }

  private Map<String, Object> order(String act) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("act", act);
    order.put("state", state().toString());
    order.put("cache", size.cache());
    order.put("profiles", size.profiles());
    return order;
  }

  private Path state() {
    return home.resolve("state").resolve("gateway");
  }

  private static void tick(Simulator simulator, List<Child> children, Duration step)
      throws IOException, InterruptedException {
    simulator.clock().advance(step);
    for (Child child : children) {
      long offset = simulator.clock().offset().toMillis();
      child.ask("clock", Map.of("offsetMillis", offset), TIMEOUT);
    }
  }

  private interface Orders {
    Map<String, Object> of(int child);
  }

  private List<ChildReply> ask(List<Child> children, Orders orders)
      throws IOException, InterruptedException {
    List<CompletableFuture<ChildReply>> coming = new ArrayList<>();
    for (int i = 0; i < children.size(); i++) {
      coming.add(children.get(i).send("gateway", orders.of(i)));
    }
    List<ChildReply> replies = new ArrayList<>();
    for (int i = 0; i < children.size(); i++) {
      ChildReply reply = children.get(i).await(coming.get(i), TIMEOUT);
      require(reply.isOk(), reply.child() + ": " + reply.error() + " " + reply.message());
      replies.add(reply);
    }
    return replies;
  }

  private void importLogins(Simulator simulator, Child child)
      throws IOException, InterruptedException {
    Path file =
        Files.createFile(
            home.resolve("logins"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int n = 0; n < size.profiles(); n++) {
        IssuedGrant issued = simulator.newFamily("customer-" + n);
        out.write("customer-" + n + " " + issued.accessToken() + " " + issued.refreshToken());
        out.newLine();
      }
    }
    Map<String, Object> order = order("import");
    order.put("file", file.toString());
    order.put("issuer", simulator.issuer().toString());
    order.put("tokenEndpoint", simulator.tokenEndpoint().toString());
    order.put("clientId", simulator.clientId());
    order.put("lifetimeMillis", TTL.toMillis());
    for (String expected : List.of("STORED", "UNCHANGED")) {
      ChildReply reply = ask(List.of(child), any -> order).get(0);
      require(
          reply.number(expected) == size.profiles(),
          "the import came to " + reply.members() + ", not all " + expected);
    }
  }

  private void sweep(List<Child> children, int lifetime) throws IOException, InterruptedException {
    List<ChildReply> replies =
        ask(
            children,
            child -> {
              Map<String, Object> order = order("sweep");
              order.put("first", (int) ((long) size.profiles() * child / size.processes()));
              order.put("threads", THREADS);
              order.put("deadlineMillis", TIMEOUT.toMillis());
              return order;
            });
    String due = "{" + (lifetime + 1) + "=" + size.profiles() + "}";
    for (ChildReply reply : replies) {
      require(
          reply.text("generations").equals(due) && reply.number("refused") == 0,
          reply.child()
              + " was served "
              + reply.text("generations")
              + ", not "
              + due
              + "; "
              + reply.number("refused")
              + " refused: "
              + reply.text("why"));
    }
    Set<String> digests =
        replies.stream().map(reply -> reply.text("digest")).collect(Collectors.toSet());
    require(digests.size() == 1, "the processes see different tokens in lifetime " + lifetime);
    figures = figures(replies);
  }

  private Map<String, Object> figures(List<ChildReply> replies) throws IOException {
    Map<String, Object> measured = new LinkedHashMap<>();
    measured.put("profiles", size.profiles());
    measured.put("processes", size.processes());
    measured.put("cache", size.cache());
    measured.put("heapBytesPerProfile", most(replies, "heapBytes") / size.profiles());
    measured.put("descriptorsPerProcess", most(replies, "descriptors"));
    measured.put("mappingsPerProcess", most(replies, "mappings"));
    try (Stream<Path> files = Files.walk(state())) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      measured.put("files", all.size());
      long bytes = 0;
      for (Path file : all) {
        bytes += file.endsWith("cache") ? 0 : Files.size(file);
      }
      measured.put("diskBytesPerProfile", bytes / size.profiles());
    }
    return measured;
  }

  private static long most(List<ChildReply> replies, String name) {
    return replies.stream().mapToLong(reply -> reply.number(name)).max().orElse(0);
  }

  private void judge(Entries seen) {
    Entries spends = seen.spends();
    Map<String, Long> granted =
        spends.grants().list().stream()
            .collect(Collectors.groupingBy(LedgerEntry::family, Collectors.counting()));
    Map<String, Object> all = new LinkedHashMap<>(figures);
    all.put("spends", spends.count());
    figures = all;
    long due = (long) size.profiles() * size.lifetimes();
    require(spends.count() == due, spends.count() + " spends where " + due + " are due");
    require(
        granted.size() == size.profiles()
            && granted.values().stream().allMatch(count -> count == size.lifetimes()),
        "not every profile was refreshed once a lifetime");
    require(seen.revocations().isEmpty(), "families died: " + seen.revocations().count());
    Set<String> unlike = new LinkedHashSet<>();
    spends.list().forEach(entry -> unlike.add(entry.outcome().name()));
    require(unlike.equals(Set.of("GRANTED")), "outcomes: " + unlike);
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      violations.add(otherwise);
    }
  }
}
