package dev.pawl.fleetdrills.ground;

import dev.pawl.etcd.EtcdStoreProvider;
import dev.pawl.fleet.RecordStoreProvider;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Three members of the system's etcd. */
final class EtcdEngine extends Engine {
  private static final int MEMBERS = 3;
  private static final Duration ASKED = Duration.ofSeconds(2);
  private static final Pattern OWN = Pattern.compile("\"member_id\":\"(\\d+)\"");
  private static final Pattern LEADER = Pattern.compile("\"leader\":\"(\\d+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Member> members = new ArrayList<>();
  private final Path scratch;

  /** One of them. */
  private static final class Member {
    private final String name;
    private final String clients;
    private final String peers;
    private @Nullable Process process;

    Member(String name, String address) throws IOException {
      this.name = name;
      this.clients = "http://" + address + ":" + freePort(address);
      this.peers = "http://" + address + ":" + freePort(address);
    }

    boolean isRunning() {
      return process != null && process.isAlive();
    }

    private static int freePort(String address) throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
        return socket.getLocalPort();
      }
    }
  }

  private EtcdEngine(Path scratch) {
    this.scratch = scratch;
  }

  static EtcdEngine start(String address, Path scratch) throws IOException {
    if (!Shell.has("etcd")) {
      throw new MissingException("there is no etcd here; next: apt-get install etcd-server");
    }
    EtcdEngine started = new EtcdEngine(scratch);
    for (int member = 0; member < MEMBERS; member++) {
      started.members.add(new Member("member" + member, address));
    }
    try {
      for (Member member : started.members) {
        started.start(member);
      }
      started.await();
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  private void start(Member member) throws IOException {
    String cluster =
        members.stream().map(each -> each.name + "=" + each.peers).collect(Collectors.joining(","));
    Redirect told = Redirect.appendTo(scratch.resolve(member.name + ".log").toFile());
    member.process =
        new ProcessBuilder(
                "etcd",
                "--name",
                member.name,
                "--data-dir",
                scratch.resolve(member.name).toString(),
                "--listen-client-urls",
                member.clients,
                "--advertise-client-urls",
                member.clients,
                "--listen-peer-urls",
                member.peers,
                "--initial-advertise-peer-urls",
                member.peers,
                "--initial-cluster",
                cluster,
                "--initial-cluster-state",
                "new")
            .redirectOutput(told)
            .redirectError(told)
            .start();
  }

  @Override
  public String url() {
    return "etcd://"
        + members.stream()
            .map(member -> member.clients.substring("http://".length()))
            .collect(Collectors.joining(","))
        + "/pawl";
  }

  @Override
  RecordStoreProvider provider() {
    return new EtcdStoreProvider();
  }

  @Override
  public void kill() {
    members.forEach(EtcdEngine::kill);
  }

  private static void kill(Member member) {
    Process process = member.process;
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  @Override
  public void killLeader() throws IOException {
    for (Member member : members) {
      String status = member.isRunning() ? status(member) : "";
      Matcher own = OWN.matcher(status);
      Matcher leader = LEADER.matcher(status);
      if (own.find() && leader.find() && own.group(1).equals(leader.group(1))) {
        kill(member);
        return;
      }
    }
    throw new IOException("etcd has no leader");
  }

  private String status(Member member) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(member.clients + "/v3/maintenance/status"))
            .timeout(ASKED)
            .POST(BodyPublishers.ofString("{}"))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void startAgain() throws IOException {
    for (Member member : members) {
      if (!member.isRunning()) {
        start(member);
      }
    }
    await();
  }

  @Override
  public void close() throws IOException {
    super.close();
    kill();
  }
}
