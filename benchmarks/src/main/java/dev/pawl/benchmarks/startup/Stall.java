package dev.pawl.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one JDK is measured with: programs, archives, and a state directory with a login.
 *
 * @param jdk the JDK
 * @param launcher the script {@code pawl}
 * @param scratch where all of it lies
 * @param memory a directory in memory of this user alone, where what processes share lies
 */
record Stall(Jdk jdk, Path launcher, Path scratch, Path memory) {
  static final String HELLO = "hello-world JVM, archive";

  private static final String MAIN = "dev.pawl.cli.Main";

  List<Variant> variants() throws IOException, InterruptedException {
    run(List.of(launcher.toString(), "build"), Map.of("JAVA_HOME", jdk.home().toString()));
    Path hello = Programs.jar(scratch, "Hello", jdk.label());
    Path peek = Programs.jar(scratch, "Peek", jdk.label());
    run(java(List.of(), manager(), MAIN, "--train"), state());
    List<Variant> variants = new ArrayList<>();
    Map<String, String> none = Map.of();
    variants.add(variant(HELLO, java(archived(hello, "Hello"), hello, "Hello"), none));
    variants.add(variant("hello-world JVM, no archive", java(plain(), hello, "Hello"), none));
    String table = scratch.resolve("table").toString();
    Files.write(Path.of(table), new byte[1 << 16]);
    variants.add(
        variant(
            "JVM that maps a plain file, archive",
            java(archived(peek, "Peek", table), peek, "Peek", table),
            none));
    for (String verb : List.of("token", "status")) {
      variants.add(
          variant("pawl " + verb, List.of(launcher.toString(), verb, "training"), state()));
    }
    variants.add(
        variant(
            "pawl exec true",
            List.of(launcher.toString(), "exec", "--profile", "training", "--", "/bin/true"),
            state()));
    variants.add(
        variant("pawl aws-credentials", List.of(launcher.toString(), "aws-credentials"), cloud()));
    Map<String, String> bare = new LinkedHashMap<>(state());
    bare.put("PAWL_JAVA_OPTS", String.join(" ", plain()));
    variants.add(
        variant("pawl token, no archive", List.of(launcher.toString(), "token", "training"), bare));
    if (jdk.label().equals("25")) {
      variants.addAll(ahead(hello));
    }
    return variants;
  }

  /** With the ahead-of-time cache of newer JDKs instead of a class-data archive. */
  private List<Variant> ahead(Path hello) throws IOException, InterruptedException {
    Path forHello = scratch.resolve("hello.aot");
    Path forPawl = scratch.resolve("pawl.aot");
    run(java(List.of("-XX:AOTCacheOutput=" + forHello), hello, "Hello"), Map.of());
    run(java(List.of("-XX:AOTCacheOutput=" + forPawl), manager(), MAIN, "--train"), state());
    List<Variant> variants = new ArrayList<>();
    if (Files.exists(forHello) && Files.exists(forPawl)) {
      variants.add(
          variant(
              "hello-world JVM, AOT cache",
              java(List.of("-XX:AOTCache=" + forHello), hello, "Hello"),
              Map.of()));
      variants.add(
          variant(
              "pawl token, AOT cache, no launcher",
              java(List.of("-XX:AOTCache=" + forPawl), manager(), MAIN, "token", "training"),
              state()));
    }
    return variants;
  }

  private Variant variant(String label, List<String> command, Map<String, String> more) {
    Map<String, String> environment = new LinkedHashMap<>(more);
    environment.put("JAVA_HOME", jdk.home().toString());
    return new Variant(label, jdk.label(), false, command, environment);
  }

  private Map<String, String> state() {
    return Map.of(
        "PAWL_HOME", scratch.resolve("state").toString(),
        "XDG_CONFIG_HOME", scratch.resolve("config").toString(),
        "HOME", scratch.toString());
  }

  /* Keys that a program has printed once; the first start shares them, the others look. */
  private Map<String, String> cloud() throws IOException {
    Path keys = scratch.resolve("keys.json");
    Files.writeString(
        keys,
        "{\"Version\":1,\"AccessKeyId\":\"AKIDEXAMPLE\",\"SecretAccessKey\":\"not-a-secret\","
            + "\"SessionToken\":\"none\",\"Expiration\":\"2099-01-01T00:00:00Z\"}");
    Path settings = scratch.resolve("cloud-config/pawl/settings.json");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, "{\"awsCredentialExport\": \"cat " + keys + "\"}");
    return Map.of(
        "PAWL_HOME", scratch.resolve("cloud-state").toString(),
        "XDG_CONFIG_HOME", scratch.resolve("cloud-config").toString(),
        "XDG_RUNTIME_DIR", memory.toString(),
        "HOME", scratch.toString());
  }

  /** Only the archive that the JDK brings along. */
  private List<String> plain() throws IOException {
    try (Stream<Path> files = Files.list(jdk.home().resolve("lib/server"))) {
      boolean brings = files.anyMatch(file -> file.endsWith("classes.jsa"));
      return brings
          ? List.of("-XX:SharedArchiveFile=" + jdk.home().resolve("lib/server/classes.jsa"))
          : List.of("-Xshare:auto");
    }
  }

  /** The option that uses an archive of the program's classes, made now. */
  private List<String> archived(Path jar, String main, String... args)
      throws IOException, InterruptedException {
    Path archive = scratch.resolve(main + jdk.label() + ".jsa");
    run(java(List.of("-XX:ArchiveClassesAtExit=" + archive), jar, main, args), Map.of());
    return List.of("-XX:SharedArchiveFile=" + archive);
  }

  private List<String> java(List<String> options, Path jar, String main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.program());
    command.addAll(Programs.launcherFlags(launcher));
    if (options.toString().contains("AOT")) {
      command.remove("-Xshare:auto"); // the two do not go together
    }
    command.addAll(options);
    command.addAll(List.of("-cp", jar.toString(), main));
    command.addAll(List.of(args));
    return command;
  }

  private Path manager() throws IOException {
    Path published = launcher.resolveSibling("target").resolve("pawl");
    String current = Files.readString(published.resolve("current")).strip();
    return published.resolve(current).resolve("pawl-cli.jar");
  }

  private void run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    new Variant(String.join(" ", command), jdk.label(), false, command, environment).run(scratch);
  }
}
