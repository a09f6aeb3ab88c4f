package dev.pawl.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.CredentialStore;
import dev.pawl.spi.FolderStore;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logins in a store that the application has brought along. */
class ForeignStoreTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  private FolderStore store() {
    return new FolderStore(scene.directory.resolve("folder"));
  }

  private TokenManager manager() {
    return scene.manager(builder -> builder.store(store()));
  }

  @Test
  void token_ended_isRefreshedOnceAndKeptInTheStore() throws IOException {
    manager().login(scene.freshGrant());
    scene.expire();

    Token fresh = manager().token();
    Token same = manager().token();

    assertThat(same.value()).isEqualTo(fresh.value());
    assertThat(scene.spends().count()).isEqualTo(1);
    assertThat(scene.stored()).contains("\"folder\"").doesNotContain(fresh.value());
  }

  @Test
  void token_programWithoutTheStore_saysWhereTheLoginIs() {
    manager().login(scene.freshGrant());
    scene.expire();

    TokenException e = catchThrowableOfType(TokenException.class, () -> scene.manager().token());

    assertThat(e).hasMessageContaining("kept in folder").hasMessageContaining("log in again");
    assertThat(e.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(scene.spends().count()).isZero();
  }

  @Test
  void store_wordOfAnotherPlace_isRefused() {
    CredentialStore impostor =
        new CredentialStore() {
          @Override
          public String kind() {
            return "keychain";
          }

          @Override
          public Entry entry(String where, String profile) {
            return store().entry(where, profile);
          }
        };

    assertThatThrownBy(() -> TokenManager.builder().store(impostor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keychain");
  }
}
