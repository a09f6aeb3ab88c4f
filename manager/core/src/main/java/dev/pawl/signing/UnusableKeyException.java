package dev.pawl.signing;

/**
 * Nothing can be signed with a key. The message is what follows the words "the key": it says what
 * is amiss and what to do, and holds nothing of the key.
 */
public final class UnusableKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The same without a cause: what a parser says may quote the key. */
  public UnusableKeyException(String message) {
    super(message);
  }
}
