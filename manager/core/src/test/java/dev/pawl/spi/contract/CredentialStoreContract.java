package dev.pawl.spi.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.CredentialStore;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link CredentialStore} promises. Extend it with the store that you bring along; it
 * needs JUnit Jupiter and AssertJ, no network and no server.
 */
public abstract class CredentialStoreContract {
  private static final String DIRECTORY = "0123456789abcdef";

  @TempDir Path directory;

  /** Another object for the same place each time, as another process would have it. */
  protected abstract CredentialStore store() throws IOException;

  private CredentialStore.Entry entry(String profile) throws IOException {
    return store().entry(DIRECTORY, profile);
  }

  @Test
  void kind_ofEveryObject_isTheSameWord() throws IOException {
    String kind = store().kind();

    assertThat(kind).matches("[a-z][a-z0-9-]{0,31}").isEqualTo(store().kind());
  }

  @Test
  void limit_ofAnEntry_holdsARefreshToken() throws IOException {
    assertThat(entry("limit").limit()).isGreaterThanOrEqualTo(1_024);
  }

  @Test
  void read_partThatNobodyWrote_isNull() throws IOException {
    assertThat(entry("nobody").read("head")).isNull();
  }

  @Test
  void read_ofAnotherObject_givesWhatWasWrittenLast() throws IOException {
    entry("work").write("head", "first");
    entry("work").write("head", "second");

    assertThat(entry("work").read("head")).isEqualTo("second");
  }

  @Test
  void read_everyPrintableCharacter_givesItUnchanged() throws IOException {
    String text =
        IntStream.rangeClosed(' ', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    entry("characters").write("head", text);

    assertThat(entry("characters").read("head")).isEqualTo(text);
  }

  @Test
  void write_longestText_isKeptWhole() throws IOException {
    String longest = "x".repeat(Math.min(entry("longest").limit(), 1 << 20));

    entry("longest").write("head", longest);

    assertThat(entry("longest").read("head")).isEqualTo(longest);
  }

  @Test
  void write_textBeyondTheLimit_isRefusedAndChangesNothing() throws IOException {
    CredentialStore.Entry entry = entry("beyond");
    entry.write("head", "before");
    String tooLong = "x".repeat(entry.limit() + 1);

    assertThatThrownBy(() -> entry.write("head", tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain(tooLong);
    assertThat(entry.read("head")).isEqualTo("before");
  }

  @Test
  void write_oneEntry_leavesOthersAlone() throws IOException {
    entry("one").write("head", "of one");
    entry("other").write("head", "of the other");
    entry("one").write("tail", "another part");
    store().entry("fedcba9876543210", "one").write("head", "of another directory");

    assertThat(entry("one").read("head")).isEqualTo("of one");
    assertThat(entry("other").read("head")).isEqualTo("of the other");
    assertThat(entry("other").read("tail")).isNull();
  }

  @Test
  void delete_onePart_removesItAndNoOther() throws IOException {
    entry("deleted").write("head", "gone");
    entry("deleted").write("tail", "kept");

    entry("deleted").delete("head");
    entry("deleted").delete("head");

    assertThat(entry("deleted").read("head")).isNull();
    assertThat(entry("deleted").read("tail")).isEqualTo("kept");
  }

  @Test
  void read_whileAnotherWrites_givesOneTextOrTheOther() throws IOException {
    String old = "a".repeat(500);
    String fresh = "b".repeat(900);
    entry("torn").write("head", old);
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> alternate(old, fresh));

    Set<String> seen = new HashSet<>();
    while (!writing.isDone()) {
      seen.add(String.valueOf(entry("torn").read("head")));
    }
    writing.join();

    assertThat(seen).isNotEmpty().isSubsetOf(old, fresh);
  }

  private void alternate(String old, String fresh) {
    try {
      for (int i = 0; i < 50; i++) {
        entry("torn").write("head", i % 2 == 0 ? fresh : old);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void login_keptHere_isServedToAnotherProcessAndLeavesNoSecretInTheDirectory() throws IOException {
    Path state = directory.resolve("state");
    try (TokenManager manager = manager(state)) {
      manager.login(login());
    }

    try (TokenManager other = manager(state)) {
      Token token = other.token();

      assertThat(token.value()).isEqualTo("access-of-the-contract");
    }
    assertThat(contents(state)).noneMatch(text -> text.contains("-of-the-contract"));
  }

  @Test
  void logout_ofALoginThatIsKeptHere_erasesIt() throws IOException {
    Path state = directory.resolve("state");
    try (TokenManager manager = manager(state)) {
      manager.login(login());
      manager.logout();
    }

    try (TokenManager other = manager(state)) {
      assertThat(other.status().usable()).isFalse();
    }
  }

  private TokenManager manager(Path state) throws IOException {
    return TokenManager.builder()
        .stateDirectory(state)
        .store(store())
        .cache(CacheMode.NONE)
        .warmUp(false)
        .build();
  }

  private static Grant login() {
    ClientRegistration client =
        new ClientRegistration(
            "https://localhost",
            URI.create("https://localhost/token"),
            null,
            "contract",
            "",
            ReplayPolicy.UNKNOWN);
    return Grant.login(
        client,
        new TokenSet(
            "access-of-the-contract",
            System.currentTimeMillis(),
            Long.MAX_VALUE,
            "refresh-of-the-contract"));
  }

  private static List<String> contents(Path state) throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
