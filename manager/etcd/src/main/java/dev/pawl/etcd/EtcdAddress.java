package dev.pawl.etcd;

import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A prefix of a cluster by its URL: {@code etcd://[USER@]HOST:PORT[,HOST:PORT...]/PREFIX}; {@code
 * etcds:} with TLS.
 */
record EtcdAddress(
    boolean tls, @Nullable String user, List<URI> members, String prefix, StoreAddress store) {
  private static final Pattern URL =
      Pattern.compile("etcd(s?)://(?:([^/@:]*)@)?([^/@?]+)/([A-Za-z0-9._-]+)/?");
  private static final Pattern MEMBER = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+]):\\d+");

  /**
   * The prefix of {@code store}.
   *
   * @throws StoreRefusedException if the URL is none, or holds a password
   */
  static EtcdAddress of(StoreAddress store) throws StoreRefusedException {
    Matcher url = URL.matcher(store.url());
    if (!url.matches()) {
      throw refused(
          "the store's URL is etcds://[USER@]HOST:PORT[,HOST:PORT...]/PREFIX, etcd: without TLS; a"
              + " password is kept in a file");
    }
    boolean tls = !url.group(1).isEmpty();
    List<URI> members = new ArrayList<>();
    for (String member : url.group(3).split(",", -1)) {
      if (!MEMBER.matcher(member).matches()) {
        throw refused("each member of the cluster is HOST:PORT, and " + member + " is not");
      }
      members.add(URI.create((tls ? "https://" : "http://") + member));
    }
    return new EtcdAddress(tls, url.group(2), List.copyOf(members), url.group(4), store);
  }

  private static StoreRefusedException refused(String problem) {
    return new StoreRefusedException("fleet.url: " + problem, null);
  }

  /** Without the user. */
  @Override
  public String toString() {
    return store.toString();
  }
}
