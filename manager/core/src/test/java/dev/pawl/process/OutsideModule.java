package dev.pawl.process;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A module of an application.
 *
 * @param directory where it lies
 * @param required the modules that it requires
 * @param onPath a type of each jar of its module path
 */
public record OutsideModule(Path directory, List<String> required, List<Class<?>> onPath) {

  /** What the compiler says of {@code text} as {@code outside.Outside}; empty if it is content. */
  public String compile(String text) throws IOException {
    Files.createDirectories(directory.resolve("outside"));
    Path source = Files.writeString(directory.resolve("outside/Outside.java"), text);
    Path descriptor = Files.writeString(directory.resolve("module-info.java"), descriptor());
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK");
    StringWriter said = new StringWriter();
    List<String> options =
        List.of("-cp", directory + "/none", "-p", modulePath(), "-d", directory + "/classes");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      boolean unused =
          compiler
              .getTask(
                  said, files, null, options, null, files.getJavaFileObjects(descriptor, source))
              .call();
    }
    return said.toString();
  }

  private String descriptor() {
    return required.stream()
        .map(name -> "  requires " + name + ";\n")
        .collect(joining("", "module outside {\n", "}\n"));
  }

  private String modulePath() {
    return onPath.stream()
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(joining(File.pathSeparator));
  }
}
