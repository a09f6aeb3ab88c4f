package dev.pawl.oauth.client;

import java.util.List;

/**
 * What a client has to prove who it is, one at a time: the next one is shown to a server only after
 * it has refused the one before. For one thread.
 */
public final class ClientCredentials {
  private final List<ClientCredential> all;
  private int at;

  /** These, the present one first; at least one. */
  public ClientCredentials(List<ClientCredential> all) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("a client has at least one way to name itself");
    }
    this.all = List.copyOf(all);
  }

  /** A public client's. */
  public static ClientCredentials none() {
    return new ClientCredentials(List.of(ClientCredential.NONE));
  }

  /** The one to be used now. */
  public ClientCredential current() {
    return all.get(at);
  }

  /** Turns to the next one, now that the current one was refused; says whether there is one. */
  public boolean turn() {
    boolean another = at + 1 < all.size();
    at += another ? 1 : 0;
    return another;
  }
}
