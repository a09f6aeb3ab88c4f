package dev.pawl.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.directory.StateDirectory;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Assertions;

/**
 * Settings and credential files that are valid in unusual ways, or broken: those keep their
 * meaning, these are a typed error that names the file; none hangs, and no settings file is ever
 * written to.
 */
class FuzzedFilesTest {
  private static final Duration FOREVER = Duration.ofMinutes(2);
  private static final String SECRET = "fuzzed-5ecret-0123456789abcdef";

  private static Path root = Path.of(".");

  private Workplace place = new Workplace(Path.of("."));

  @BeforeContainer
  static void create() throws IOException {
    root = Files.createTempDirectory("pawl-fuzz");
    Workplace unused = new Workplace(root).logIn(Account.UNKNOWN);
  }

  @AfterContainer
  static void delete() throws IOException {
    try (var all = Files.walk(root)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @BeforeTry
  void prepare() {
    place = new Workplace(root);
  }

  @Property(tries = 250, seed = "5")
  void settings_validHoweverWritten_keepTheirMeaning(@ForAll Random random) throws Exception {
    boolean current = random.nextBoolean();
    Map<String, Object> settings = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      settings.put("unknown" + i, strange(random));
    }
    settings.put("precedence", current ? "current" : "documented");
    byte[] text = dressed(Json.write(settings), random);
    write("config/pawl/settings.json", text);

    Assertions.assertTimeoutPreemptively(
        FOREVER,
        () -> {
          try (Credentials credentials = place.credentials()) {
            assertThat(credentials.explain().precedence())
                .isEqualTo(current ? Precedence.KEYS_FIRST : Precedence.DOCUMENTED);
            assertThat(credentials.token().value()).isEqualTo("login-token");
          }
        });
    assertThat(Files.readAllBytes(root.resolve("config/pawl/settings.json"))).isEqualTo(text);
  }

  @Property(tries = 250, seed = "6")
  void settings_broken_areAnErrorThatNamesTheFile(@ForAll Random random) throws Exception {
    byte[] text = broken(random);
    Path file = root.resolve("config/pawl/settings.json");
    write("config/pawl/settings.json", text);
    if (isValid(file)) {
      return; // the change hit nothing that matters
    }

    Assertions.assertTimeoutPreemptively(
        FOREVER,
        () -> {
          try (Credentials credentials = place.credentials()) {
            assertThatThrownBy(credentials::token)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("settings.json")
                .hasMessageNotContaining("5ecret")
                .extracting(e -> ((TokenException) e).reason())
                .isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
          }
        });
    assertThat(Files.readAllBytes(file)).isEqualTo(text);
  }

  @Property(tries = 125, seed = "7")
  void settings_fieldOfAnotherType_isAnErrorThatNamesIt(@ForAll Random random) throws Exception {
    String field = List.of("precedence", "apiKeyHelper").get(random.nextInt(2));
    List<Object> values = List.of(7, true, List.of(SECRET), Map.of("a", SECRET), "", SECRET);
    Object value = values.get(random.nextInt(field.equals("precedence") ? 6 : 5));
    write("config/pawl/settings.json", dressed(Json.write(Map.of(field, value)), random));

    Assertions.assertTimeoutPreemptively(
        FOREVER,
        () -> {
          try (Credentials credentials = place.credentials()) {
            assertThatThrownBy(credentials::token)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("settings.json")
                .hasMessageContaining(field)
                .hasMessageNotContaining("5ecret");
          }
        });
  }

  @Property(tries = 125, seed = "8")
  void grant_validHoweverWritten_keepsItsMeaning(@ForAll Random random) throws Exception {
    Workplace own = new Workplace(Files.createTempDirectory(root, "valid")).logIn(Account.UNKNOWN);
    Path file = own.directory.resolve("state/grants/default.json");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("unknown", strange(random));
    Json.read(Files.readAllBytes(file)).forEach((name, value) -> put(fields, name, value));
    fields.remove("checksum");
    Files.write(file, dressed(Json.write(fields), random));

    Assertions.assertTimeoutPreemptively(
        FOREVER,
        () -> {
          try (Credentials credentials = own.credentials()) {
            assertThat(credentials.token().value()).isEqualTo("login-token");
          }
        });
    Grant kept =
        Objects.requireNonNull(StateDirectory.of(own.variables).store("default").readGrant());
    assertThat(kept.extras()).containsKey("unknown");
  }

  @Property(tries = 250, seed = "9")
  void grant_broken_isMendedOrAnErrorAndItsBytesAreKept(@ForAll Random random) throws Exception {
    Workplace own = new Workplace(Files.createTempDirectory(root, "broken")).logIn(Account.UNKNOWN);
    Path file = own.directory.resolve("state/grants/default.json");
    byte[] text = mutated(Files.readAllBytes(file), random);
    boolean hasCopy = random.nextBoolean();
    Files.write(file, text);
    if (!hasCopy) {
      Files.deleteIfExists(file.resolveSibling("default.json.copy"));
      Files.deleteIfExists(own.directory.resolve("state/cache"));
    }

    Assertions.assertTimeoutPreemptively(
        FOREVER,
        () -> {
          try (Credentials credentials = own.credentials()) {
            String value = credentials.token().value();
            assertThat(value).isNotEmpty();
          } catch (TokenException e) {
            assertThat(e.getMessage()).isNotEmpty().doesNotContain("login-token", "login-refresh");
          }
        });
    if (isUnreadable(text)) {
      assertThat(isKept(Objects.requireNonNull(file.getParent()), text)).isTrue();
    }
  }

  private static void put(Map<String, Object> fields, String name, Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static boolean isUnreadable(byte[] text) {
    try {
      return text.length > 0 && Json.read(text).isEmpty();
    } catch (JsonException e) {
      return true;
    }
  }

  private static boolean isKept(Path grants, byte[] text) throws IOException {
    try (var files = Files.list(grants)) {
      for (Path file : files.toList()) {
        if (java.util.Arrays.equals(Files.readAllBytes(file), text)) {
          return true;
        }
      }
      return false;
    }
  }

  private boolean isValid(Path file) {
    try {
      Settings settings = new Settings(file, null);
      return Precedence.of(settings) != null && settings.find("apiKeyHelper") == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] broken(Random random) {
    String text = "{\"note\": \"" + SECRET + "\", \"precedence\": \"documented\", \"n\": [1, {}]}";
    return mutated(text.getBytes(StandardCharsets.UTF_8), random);
  }

  private static byte[] mutated(byte[] text, Random random) {
    byte[] changed = text.clone();
    switch (random.nextInt(5)) {
      case 0 -> {
        return java.util.Arrays.copyOf(text, random.nextInt(text.length));
      }
      case 1 -> random.nextBytes(changed);
      case 2 -> changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      case 3 -> {
        byte[] twice = java.util.Arrays.copyOf(text, text.length * 2);
        System.arraycopy(text, 0, twice, text.length, text.length);
        return twice;
      }
      default -> {
        return "[".repeat(1 + random.nextInt(100_000)).getBytes(StandardCharsets.UTF_8);
      }
    }
    return changed;
  }

  /* White space, a byte order mark, and names and texts in escapes. */
  private static byte[] dressed(String json, Random random) {
    String text = json;
    if (random.nextBoolean()) {
      text = text.replace("\"d", "\"\\u0064").replace("\"p", "\"\\u0070");
    }
    text = "\n\t ".repeat(random.nextInt(50)) + text + "\r\n".repeat(random.nextInt(50));
    return ((random.nextBoolean() ? "\ufeff" : "") + text).getBytes(StandardCharsets.UTF_8);
  }

  private static Object strange(Random random) {
    List<Object> values =
        List.of(
            random.nextLong(),
            new java.math.BigDecimal("1.5e300"),
            "\u0000\ud83d\ude00\"\\",
            List.of(List.of(), Map.of("x", false)),
            Map.of("precedence", "nonsense", "apiKeyHelper", "rm"),
            "");
    return values.get(random.nextInt(values.size()));
  }

  private static void write(String name, byte[] bytes) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
