/** The command line. Nothing in it is an API. */
@SuppressWarnings("requires-automatic") // zxing has no module descriptor
module dev.pawl.cli {
  requires dev.pawl;
  requires info.picocli;
  requires com.google.zxing;
  requires java.logging;
  requires static org.jspecify;

  opens dev.pawl.cli to
      info.picocli;
  opens dev.pawl.cli.command to
      info.picocli;
  opens dev.pawl.cli.fleet to
      info.picocli;
  opens dev.pawl.cli.login to
      info.picocli;
  opens dev.pawl.cli.shell to
      info.picocli;
  opens dev.pawl.cli.token to
      info.picocli;
}
