package dev.pawl.drills.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a drill promises under a rotation policy: {@code LOGIN_ONCE 2}, {@code WINNABLE 2-7}.
 *
 * @param worst the class that it must reach
 * @param least how many refresh tokens are presented at least
 * @param most how many at most
 */
public record Promise(WinClass worst, int least, int most) {
  private static final Pattern FORM = Pattern.compile("([A-Z_]+)(?: ([0-9]+)(?:-([0-9]+))?)?");

  /**
   * Reads a cell; without a number every number will do.
   *
   * @throws IllegalArgumentException if it is none
   */
  @JsonCreator
  public static Promise parse(String cell) {
    Matcher matcher = FORM.matcher(cell);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + cell + "' is not like LOGIN_ONCE 2 or WINNABLE 2-7");
    }
    WinClass worst = WinClass.valueOf(matcher.group(1));
    if (matcher.group(2) == null) {
      return new Promise(worst, 0, Integer.MAX_VALUE);
    }
    int least = Integer.parseInt(matcher.group(2));
    return new Promise(
        worst, least, matcher.group(3) == null ? least : Integer.parseInt(matcher.group(3)));
  }

  /** Tells whether it says how many spends there are. */
  public boolean isCounted() {
    return most < Integer.MAX_VALUE;
  }

  /**
   * Returns in words what was worse than promised.
   *
   * @param incidents how many independent ones there were: each may cost a login and a family
   */
  List<String> broken(Cost cost, int incidents) {
    List<String> broken = new ArrayList<>();
    if (cost.reached().isWorseThan(worst)) {
      broken.add(cost.reached() + " where " + worst + " is due");
    }
    if (cost.prompts() > incidents) {
      broken.add(cost.prompts() + " logins for " + incidents);
    }
    if (cost.revocations() > incidents) {
      broken.add(cost.revocations() + " families died of spends");
    }
    if (cost.spends() < least || cost.spends() > most) {
      String due = least == most ? "" + least : least + " to " + most;
      broken.add(cost.spends() + " spends where " + due + " are due");
    }
    return broken;
  }

  /**
   * What a drill cost.
   *
   * @param reached the class that was reached
   * @param prompts logins of a person
   * @param revocations families that died of a spend
   * @param spends refresh tokens presented
   */
  record Cost(WinClass reached, int prompts, int revocations, int spends) {}
}
