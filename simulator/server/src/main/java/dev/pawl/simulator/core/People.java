package dev.pawl.simulator.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who can log in: everybody, as a developer, unless told otherwise. Thread-safe. */
public final class People {
  private final Map<String, AccountHolder> known = new ConcurrentHashMap<>();

  /** Returns who has that account. */
  public AccountHolder person(String account) {
    return known.getOrDefault(account, AccountHolder.named(account));
  }

  /** Says who has an account. */
  public void put(AccountHolder person) {
    known.put(person.account(), person);
  }

  void clear() {
    known.clear();
  }
}
