package dev.pawl.benchmarks.contention;

/**
 * A contender as the runner sees it.
 *
 * @param name under which the children know it
 * @param kind which processes run it
 */
record Entrant(String name, Kind kind) {
  static final Entrant PAWL = new Entrant("pawl", Kind.JAVA);
  static final Entrant FOUR_THREADS = new Entrant("pawl, 4 threads", Kind.JAVA_FOUR_THREADS);
  static final Entrant ONE_PROCESS = new Entrant("pawl, threads of one process", Kind.JAVA_ALONE);
  static final Entrant ALONE = new Entrant("provider alone", Kind.JAVA_ALONE);
  static final Entrant FLOOR = new Entrant("lock alone", Kind.JAVA);
  static final Entrant CONVOY = new Entrant("FileChannel.lock", Kind.JAVA);
  static final Entrant MSAL = new Entrant("msal4j extension", Kind.JAVA);
  static final Entrant LOCKFILE = new Entrant("proper-lockfile", Kind.NODE);
  static final Entrant PROGRAM = new Entrant("pawl, a program", Kind.JAVA);
  static final Entrant EACH = new Entrant("each process asks", Kind.JAVA);

  enum Kind {
    JAVA,
    JAVA_FOUR_THREADS,
    JAVA_ALONE,
    NODE
  }

  /** How many threads each process has in a storm of this size. */
  int threads(int size) {
    return switch (kind) {
      case JAVA, NODE -> 1;
      case JAVA_FOUR_THREADS -> 4;
      case JAVA_ALONE -> equals(ONE_PROCESS) ? size : 1;
    };
  }

  /** How many processes take part in a storm of this size. */
  int processes(int size) {
    return kind == Kind.JAVA_ALONE ? 1 : size;
  }

  /** The same under a name that no other size has: a process opens each once. */
  String directory(int size) {
    return (name + "-" + size).replaceAll("[^A-Za-z0-9-]", "_");
  }
}
