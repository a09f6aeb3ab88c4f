package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.MappedTable;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.LoginOutcome.Result;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the count of generations ends, by a file or a slot that somebody has edited. */
class LastGenerationTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_fileOfTheLastGeneration_isServedToItsEndThenAsksForALogin(CacheMode cache)
      throws IOException {
    TokenManager manager = scene.manager(builder -> builder.cache(cache));
    manager.login(scene.freshGrant());
    edit(scene, Grant.MAX_GENERATION);

    Token served = scene.manager(builder -> builder.cache(cache)).token();
    scene.expire();
    TokenException refused = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(scene.simulator.labelOf(served.value())).isPresent();
    assertThat(refused.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(refused).hasMessageContaining("log in again");
    scene.spends().areExactly(0);
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void login_overTheLastGeneration_countsFromOneForAll(CacheMode cache) throws IOException {
    TokenManager manager = scene.manager(builder -> builder.cache(cache));
    TokenManager another = scene.manager(builder -> builder.cache(cache));
    manager.login(scene.freshGrant());
    edit(scene, Grant.MAX_GENERATION);
    Token last = another.token();

    manager.login(scene.freshGrant());
    Token first = scene.manager(builder -> builder.cache(cache)).token();
    Token renewed = another.renew(first);
    scene.expire();
    Token second = manager.token();

    assertThat(last.generation()).isEqualTo(Grant.MAX_GENERATION);
    assertThat(first.generation()).isEqualTo(1);
    assertThat(renewed.generation()).isEqualTo(2);
    assertThat(second.generation()).isEqualTo(3);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(2);
  }

  @Test
  void login_refreshTokenAloneOverTheLastGeneration_isTriedAndCountsFromOne() throws IOException {
    TokenManager manager = scene.loggedIn();
    edit(scene, Grant.MAX_GENERATION);
    Grant fresh = scene.freshGrant();
    TokenSet alone = TokenSet.ofRefresh(String.valueOf(fresh.tokens().refresh()));

    Result result = manager.login(Grant.login(fresh.client(), alone)).result();

    assertThat(result).isEqualTo(Result.STORED);
    assertThat(scene.manager().token().generation()).isEqualTo(1);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void logout_atTheLastGeneration_lastsUntilALogin(CacheMode cache) throws IOException {
    TokenManager manager = scene.manager(builder -> builder.cache(cache));
    TokenManager another = scene.manager(builder -> builder.cache(cache));
    manager.login(scene.freshGrant());
    edit(scene, Grant.MAX_GENERATION);
    another.token();

    manager.logout();
    TokenException here = catchThrowableOfType(TokenException.class, manager::token);
    TokenException there = catchThrowableOfType(TokenException.class, another::token);
    manager.logout();
    manager.login(scene.freshGrant());

    assertThat(here.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(there.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(another.token().generation()).isEqualTo(1);
    assertThat(another.renew(another.token()).generation()).isEqualTo(2);
  }

  @Test
  void renew_lastButOneGeneration_isFollowedByTheLast() throws IOException {
    TokenManager manager = scene.loggedIn();
    edit(scene, Grant.MAX_GENERATION - 1);
    Token adopted = scene.manager().token();

    Token last = manager.renew(adopted);
    scene.expire();
    TokenException refused = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(adopted.generation()).isEqualTo(Grant.MAX_GENERATION - 1);
    assertThat(last.generation()).isEqualTo(Grant.MAX_GENERATION);
    assertThat(refused.reason()).isEqualTo(Reason.LOG_IN);
    scene.spends().areExactly(1);
  }

  @Test
  void renew_slotThatLiesAboutTheGeneration_isOneSpendAndTheStoreCountsOn() throws IOException {
    scene.loggedIn().token();
    lie(Grant.MAX_GENERATION);
    TokenManager manager = scene.manager();

    Token served = manager.token();
    TokenException later = catchThrowableOfType(TokenException.class, () -> manager.renew(served));
    Token renewed = manager.token();

    assertThat(later.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(renewed.generation()).isEqualTo(2);
    assertThat(scene.manager().token()).isEqualTo(renewed);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(1);
  }

  private static void edit(Scene scene, long generation) throws IOException {
    String edited =
        scene.stored().replaceFirst("\"generation\": [0-9]+", "\"generation\": " + generation);
    Files.writeString(scene.grantFile(), edited);
  }

  private void lie(long generation) throws IOException {
    StateFormat format = StateFormat.read(new StateDirectory(scene.home));
    try (MappedTable table = MappedTable.open(Path.of(Objects.requireNonNull(format).cache()))) {
      TokenSlot slot = Objects.requireNonNull(table.find("default"));
      SlotRecord truth = Objects.requireNonNull(slot.read()).record();
      slot.publish(
          new SlotRecord(
              generation,
              truth.verdict(),
              truth.issuedAt(),
              truth.expiresAt(),
              truth.cooldown(),
              0,
              0,
              truth.access(),
              truth.decidedFrom()));
    }
  }
}
