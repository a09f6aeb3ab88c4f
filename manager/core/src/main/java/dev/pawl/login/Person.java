package dev.pawl.login;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Whoever logs in, as the flows speak to them. The methods may be called by several threads. */
public interface Person {

  /**
   * Shows {@code page}, where the login goes on, and opens it if that is wanted and possible.
   *
   * @return whether a browser was opened
   */
  boolean visit(URI page);

  /** Shows {@code code}, which is to be typed at {@code page} of another device. */
  void visitElsewhere(URI page, String code, @Nullable URI wholePage);

  /** Says something that is worth knowing; no secret is in it. */
  void tell(String text);

  /** Puts {@code page} where the person can paste it from. */
  void copy(URI page);

  /** The next line that the person types; null if there will be none. Blocks. */
  @Nullable String typed() throws IOException;
}
