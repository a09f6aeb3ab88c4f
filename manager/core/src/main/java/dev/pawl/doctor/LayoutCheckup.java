package dev.pawl.doctor;

import dev.pawl.directory.Inspection;
import dev.pawl.directory.StateDirectory;
import dev.pawl.process.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a {@link Doctor} says of how a state directory is made up. */
final class LayoutCheckup {
  private static final int FEW = 8;

  private LayoutCheckup() {}

  /** Which profile those get who name none. */
  static Finding active(StateDirectory directory) {
    String subject = "active profile";
    try {
      return Finding.ok(subject, directory.active().name());
    } catch (IOException e) {
      return Finding.fail(
          subject,
          e.getMessage() + "; without that file it is profile default",
          "rm " + ShellWord.of(directory.path().resolve("active")));
    }
  }

  /** Which directories are gone; empty if none. */
  static List<Finding> missing(StateDirectory directory, Inspection inspection) throws IOException {
    List<Path> missing = inspection.missing();
    return missing.size() > FEW
        ? List.of(many(directory, missing, inspection.profiles().isEmpty()))
        : missing.stream().map(LayoutCheckup::one).toList();
  }

  private static Finding one(Path shard) {
    return Finding.fail(
        "layout",
        shard + " is gone: the logins in it too, and none can be saved there",
        "restore it, or, to log in again: mkdir -m 700 " + ShellWord.of(shard));
  }

  /* Whoever puts a file in the place of 'grants' says by it that the logins lie in shards. */
  private static Finding many(StateDirectory directory, List<Path> missing, boolean nothing) {
    Path grants = directory.path().resolve("grants");
    Path shards = directory.path().resolve("shards");
    return Finding.fail(
        "layout",
        grants
            + " is a file, so the logins lie in "
            + shards
            + ", where "
            + missing.size()
            + " of its directories are gone",
        nothing
            ? "restore it, or, if there was none, to log in: rm " + ShellWord.of(grants)
            : "restore it, or make each directory that is gone (0700) and log in again");
  }
}
