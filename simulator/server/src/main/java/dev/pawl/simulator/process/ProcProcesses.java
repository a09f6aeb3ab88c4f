package dev.pawl.simulator.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Finds processes of this machine by proc(5): the socket in the kernel's tables, then who has it
 * among its descriptors. Where there is no such file system (other systems than Linux), and for
 * processes of other users, it knows nobody. Thread-safe.
 */
public final class ProcProcesses implements ProcessFinder {
  private static final int REMEMBERED = 64;

  private final Path proc;
  private final SocketTable sockets;
  private final LongUnaryOperator represented;
  private final long itself = ProcessHandle.current().pid();
  private final Deque<Long> lastFound = new ArrayDeque<>();

  /**
   * Creates a finder.
   *
   * @param represented returns, for a process that has a connection, the one that stands for it;
   *     asked while the request waits, so the process is alive unless it was killed. Thread-safe
   */
  public ProcProcesses(LongUnaryOperator represented) {
    this(Path.of("/proc"), represented);
  }

  ProcProcesses(Path proc, LongUnaryOperator represented) {
    this.proc = proc;
    this.sockets = new SocketTable(proc);
    this.represented = represented;
  }

  /**
   * {@inheritDoc} It is 0 for connections of this process too: its cut ports connect in others'
   * names.
   */
  @Override
  public long pid(InetSocketAddress client, InetSocketAddress server) {
    try {
      String inode = sockets.inode(client, server);
      long pid = inode.isEmpty() ? 0 : owner("socket:[" + inode + "]");
      return pid == 0 || pid == itself ? 0 : represented.applyAsLong(pid);
    } catch (IOException e) {
      return 0;
    }
  }

  private long owner(String link) throws IOException {
    for (long pid : lastFound()) {
      if (has(pid, link)) {
        return found(pid);
      }
    }
    for (long pid : youngestFirst()) {
      if (has(pid, link)) {
        return found(pid);
      }
    }
    return 0;
  }

  private List<Long> lastFound() {
    synchronized (lastFound) {
      return List.copyOf(lastFound);
    }
  }

  private long found(long pid) {
    synchronized (lastFound) {
      lastFound.remove(pid);
      lastFound.addFirst(pid);
      if (lastFound.size() > REMEMBERED) {
        lastFound.removeLast();
      }
    }
    return pid;
  }

  /* Who connects has often just been started, and so has a high number. */
  private List<Long> youngestFirst() throws IOException {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc, "[0-9]*")) {
      directories.forEach(directory -> pids.add(Long.valueOf(directory.getFileName().toString())));
    }
    pids.sort(Collections.reverseOrder());
    return pids;
  }

  /* A process may end, and close what it has open, at any moment; others' descriptors are closed to us. */
  private boolean has(long pid, String link) {
    Path descriptors = proc.resolve(Long.toString(pid)).resolve("fd");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : all) {
        if (link(descriptor).equals(link)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      forget(pid);
      return false;
    }
  }

  private static String link(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private void forget(long pid) {
    synchronized (lastFound) {
      lastFound.remove(pid);
    }
  }
}
