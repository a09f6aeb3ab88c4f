package dev.pawl.store.fleet;

/**
 * Who announced a spend.
 *
 * @param nonce 128 random bits: the identity of one claim, another one at each try
 * @param host random identity of the host's state directory
 * @param name of the host and its process, for people
 * @param ttlMillis how long the claim may stand unchanged before others count it as doubt
 * @param quarantineMillis how long that doubt is left alone then
 */
record Claimant(String nonce, String host, String name, long ttlMillis, long quarantineMillis) {
  static final Claimant NOBODY = new Claimant("", "", "", 0, 0);
}
