package dev.pawl.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.credentials.Explanation.Row;
import dev.pawl.source.OpenDescriptor;
import dev.pawl.spi.Account;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every subset of the sources under both policies: who wins, and what becomes of the others. */
final class PrecedenceTableTest {
  private static final String CLOUD = "CLAUDE_CODE_USE_VERTEX";
  private static final String DESCRIPTOR = "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR";
  private static final String HELPER = "apiKeyHelper";
  private static final String LOGIN = "login";

  /* Written out once more, from the documents: not what the program says of itself. */
  private static final Map<Precedence, List<String>> ORDERS =
      Map.of(
          Precedence.DOCUMENTED,
          List.of(
              CLOUD,
              "ANTHROPIC_AUTH_TOKEN",
              "CLAUDE_CODE_OAUTH_TOKEN",
              DESCRIPTOR,
              HELPER,
              LOGIN,
              "ANTHROPIC_API_KEY"),
          Precedence.KEYS_FIRST,
          List.of(
              CLOUD,
              "ANTHROPIC_AUTH_TOKEN",
              "ANTHROPIC_API_KEY",
              HELPER,
              "CLAUDE_CODE_OAUTH_TOKEN",
              DESCRIPTOR,
              LOGIN));

  @TempDir static Path root;

  private static String descriptor = "";

  @BeforeAll
  static void prepare() throws Exception {
    descriptor = OpenDescriptor.of(root, DESCRIPTOR + "-token").number();
    for (String name : List.of("with", "without")) {
      Files.createDirectory(root.resolve(name));
    }
    Workplace unused = new Workplace(root.resolve("with")).logIn(Account.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void token_everySubset_isTheFirstOfTheOrder(Precedence precedence) throws Exception {
    List<String> order = Objects.requireNonNull(ORDERS.get(precedence));
    for (int subset = 0; subset < 1 << order.size(); subset++) {
      List<String> configured = subset(order, subset);

      try (Credentials credentials = workplace(configured, precedence).credentials()) {
        assertExplained(credentials.explain(), order, configured);
        assertGiven(credentials, configured.stream().findFirst());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void token_sourceAskedFor_isThatOneOrAnError(Precedence precedence) throws Exception {
    List<String> order = Objects.requireNonNull(ORDERS.get(precedence));
    for (String asked : order) {
      try (Credentials all = workplace(order, precedence).credentials(asked)) {
        assertThat(all.explain().decided()).extracting(Row::source).isEqualTo(asked);
        assertGiven(all, Optional.of(asked));
      }
      List<String> others = order.stream().filter(name -> !name.equals(asked)).toList();
      try (Credentials without = workplace(others, precedence).credentials(asked)) {
        assertThatThrownBy(without::token).isInstanceOf(TokenException.class);
      }
    }
  }

  private static void assertExplained(
      Explanation explanation, List<String> order, List<String> configured) {
    List<Row> rows =
        explanation.rows().stream().filter(row -> order.contains(row.source())).toList();
    assertThat(rows).extracting(Row::source).containsExactlyElementsOf(order);
    for (Row row : rows) {
      int place = configured.indexOf(row.source());
      String expected = place < 0 ? "absent" : place == 0 ? "chosen" : "shadowed";
      assertThat(row.state()).as(configured + " " + row).isEqualTo(expected);
    }
  }

  private static void assertGiven(Credentials credentials, Optional<String> winner) {
    String name = winner.orElse("");
    if (name.isEmpty() || name.equals(CLOUD)) {
      assertThatThrownBy(credentials::token)
          .isInstanceOf(TokenException.class)
          .hasMessageContaining(name.isEmpty() ? "log in" : "Google Vertex AI");
      return;
    }
    Token token = credentials.token();
    assertThat(token.value()).isEqualTo(name + "-token");
    assertThat(token.kind()).isEqualTo(kind(name));
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "ANTHROPIC_API_KEY" -> Kind.API_KEY;
      case HELPER -> Kind.BOTH;
      default -> Kind.BEARER;
    };
  }

  private static List<String> subset(List<String> order, int bits) {
    List<String> configured = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      if ((bits >> i & 1) == 1) {
        configured.add(order.get(i));
      }
    }
    return configured;
  }

  private static Workplace workplace(List<String> configured, Precedence precedence)
      throws Exception {
    Workplace place = new Workplace(root.resolve(configured.contains(LOGIN) ? "with" : "without"));
    String helper =
        configured.contains(HELPER) ? ", \"apiKeyHelper\": \"echo apiKeyHelper-token\"" : "";
    place.user("{\"precedence\": \"" + precedence.word() + "\"" + helper + "}");
    for (String name : configured) {
      switch (name) {
        case HELPER, LOGIN -> {}
        case CLOUD -> place.set(CLOUD, "1");
        case DESCRIPTOR -> place.set(DESCRIPTOR, descriptor);
        default -> place.set(name, name + "-token");
      }
    }
    return place;
  }
}
