import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.Values;

/**
 * Run by the build: has Chronicle write the source of the one class that it would otherwise write
 * and compile in every JVM, compiles it for Java 17, and puts it where the manager finds it.
 */
final class NativeClass {
  private static final String NAME = VanillaGlobalMutableState.class.getSimpleName() + "$$Native";

  private NativeClass() {}

  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[0]);
    Path work = Files.createTempDirectory("pawl-native-class");
    Path source = work.resolve(NAME + ".java");
    Files.writeString(source, source());
    compile(source, work);
    Path compiled =
        work.resolve(VanillaGlobalMutableState.class.getPackageName().replace('.', '/'))
            .resolve(NAME + ".class");
    Files.createDirectories(target.getParent());
    Files.write(target, Files.readAllBytes(compiled));
    Files.delete(source);
    for (Path left = compiled; !left.equals(work); left = left.getParent()) {
      Files.delete(left);
    }
    Files.delete(work);
  }

  private static String source() {
    System.setProperty("chronicle.values.dumpCode", "true");
    System.setProperty("chronicle.analytics.disable", "true");
    PrintStream out = System.out;
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    System.setOut(new PrintStream(dump, true, StandardCharsets.UTF_8));
    try {
      Values.nativeClassFor(VanillaGlobalMutableState.class);
    } finally {
      System.setOut(out);
    }
    return dump.toString(StandardCharsets.UTF_8);
  }

  private static void compile(Path source, Path work) throws Exception {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "--release", "17", "-g:none", "-nowarn", "-d", work.toString(),
            "-cp", System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean done =
          javac.getTask(null, files, null, options, null, files.getJavaFileObjects(source)).call();
      if (!done) {
        throw new IllegalStateException("Chronicle's class does not compile: " + source);
      }
    }
  }
}
