package dev.pawl;

/** Whether a manager uses the shared cache that its state directory records. */
public enum CacheMode {
  /** Follow the record; a fresh directory gets a mapped table. */
  RECORDED,
  /** Work from the store alone. */
  NONE
}
