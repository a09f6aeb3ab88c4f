package dev.pawl.store.journal;

import dev.pawl.file.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where the bytes of one attempt's answer go as they arrive. Nothing that happens here ever stops
 * the reading: what cannot be written is left out, with all that follows, and is in memory all the
 * same. For one thread.
 */
public final class AnswerLog implements AutoCloseable {
  private final RandomAccessFile out;
  private final AnswerBond bond;
  private long end;
  private boolean open;

  private AnswerLog(RandomAccessFile out, AnswerBond bond) {
    this.out = out;
    this.bond = bond;
  }

  static AnswerLog open(Path file, AnswerBond bond, int room) throws IOException {
    RandomAccessFile out = null;
    try {
      out = new RandomAccessFile(file.toFile(), "rw");
      if (out.length() > 0) {
        out.setLength(0); // erased, so that no old body can ever stand behind a new head
      }
      out.write(new byte[room]);
      return new AnswerLog(out, bond);
    } catch (IOException e) {
      if (out != null) {
        out.close();
      }
      throw new StoreException(file, "cannot be written", e);
    }
  }

  /** The request is about to be sent, at {@code sentAt}, epoch milliseconds. */
  public void sending(long sentAt) {
    open = append(AnswerFormat.head(bond, sentAt));
  }

  /** {@code length} bytes of the answer have arrived. */
  public void received(byte[] bytes, int from, int length) {
    if (open && length > 0) {
      byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
      open = append(AnswerFormat.piece(bond.attempt(), end, copy));
    }
  }

  /** The peer has ended the connection: no more bytes will come. */
  public void ended() {
    if (open) {
      open = append(AnswerFormat.piece(bond.attempt(), end, new byte[0]));
    }
  }

  private boolean append(byte[] bytes) {
    try {
      out.seek(end);
      out.write(bytes);
      end += bytes.length;
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What arrives from now on is not kept. */
  @Override
  public void close() {
    open = false;
    try {
      out.close();
    } catch (IOException e) {
      // nothing was buffered here
    }
  }
}
