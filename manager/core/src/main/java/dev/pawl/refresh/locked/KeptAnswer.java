package dev.pawl.refresh.locked;

import dev.pawl.store.GrantStore;
import dev.pawl.store.journal.AnswerLog;
import dev.pawl.wire.AnswerTap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Has the bytes of one attempt's answer kept in a file as they arrive, after a last look at whether
 * the attempt may be made at all.
 *
 * @param log where they go; null for a login whose secrets must not be on a disk
 * @param store that says whether the spend is still this process's
 */
public record KeptAnswer(@Nullable AnswerLog log, GrantStore store)
    implements AnswerTap, AutoCloseable {

  @Override
  public void connected() throws IOException {
    store.lastLook();
  }

  @Override
  public void sending(long sentAtMillis) {
    if (log != null) {
      log.sending(sentAtMillis);
    }
  }

  @Override
  public void bytes(byte[] bytes, int offset, int length) {
    if (log != null) {
      log.received(bytes, offset, length);
    }
  }

  @Override
  public void ended() {
    if (log != null) {
      log.ended();
    }
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
