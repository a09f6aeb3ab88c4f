package dev.pawl.session;

import dev.pawl.authentication.OtherLogins;
import dev.pawl.authentication.ProgramFields;
import dev.pawl.directory.ProfileName;
import dev.pawl.policy.StorageProblem;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.spi.Grant;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The logins of one state directory, for those of them that exchange another's token. Whoever
 * exchanges one holds its own lock meanwhile, so no login may need, through others, itself.
 *
 * @param context what the profiles have in common, once it is there
 */
public record ExchangedLogins(Supplier<SharedContext> context) implements OtherLogins {
  @Override
  public String token(String asking, String profile) {
    SharedContext shared = context.get();
    try {
      requireNoCircle(shared, asking, ProfileName.checked(profile));
    } catch (IllegalArgumentException e) {
      throw TokenException.fixConfiguration(
          "profile " + asking + " exchanges the token of none: " + e.getMessage(), e);
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
    ManagedProfile.Host host = new ManagedProfile.Host(status -> {}, () -> false);
    return new ManagedProfile(shared, profile, host, () -> true)
        .tokens()
        .obtain(TokenRequirement.USABLE)
        .value();
  }

  private static void requireNoCircle(SharedContext shared, String asking, String profile)
      throws IOException {
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(Set.of(profile));
    while (!next.isEmpty()) {
      String name = next.pop();
      if (name.equals(asking)) {
        throw TokenException.fixConfiguration(
            "profile "
                + asking
                + " exchanges a token that is got, through profile "
                + profile
                + ", with its own; log one of them in otherwise",
            null);
      }
      Grant grant = seen.add(name) ? shared.profile(name).store().readGrant() : null;
      if (grant != null && !grant.isTombstone()) {
        next.addAll(ProgramFields.of(grant).profiles());
      }
    }
  }

  @Override
  public String toString() {
    return "ExchangedLogins";
  }
}
