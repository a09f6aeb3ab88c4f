package dev.pawl.cloud;

/**
 * What finds the credentials of one vendor with the vendor's own library. It comes with an artifact
 * of its own and is found by {@link java.util.ServiceLoader}, so that the manager needs no such
 * library. Thread-safe.
 */
public interface CloudEngine {
  /** Whose credentials it finds. */
  CloudVendor vendor();

  /** Where the credentials of {@code context} are found; nothing is looked at yet. */
  CloudSession session(CloudContext context);
}
