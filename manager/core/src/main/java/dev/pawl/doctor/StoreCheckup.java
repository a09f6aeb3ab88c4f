package dev.pawl.doctor;

import dev.pawl.directory.StateDirectory;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.settings.Settings;
import dev.pawl.store.GrantStore;
import dev.pawl.store.StoreChoice;
import dev.pawl.vault.EntryName;
import dev.pawl.vault.VaultException;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Doctor} says of the places in which logins lie: which, and whether it answers. */
final class StoreCheckup {
  private static final String REMEDY =
      "unlock it, and see that it runs in this session; or set credentials.store and log in again";

  private StoreCheckup() {}

  /** Where the next login goes, and whether that place can be used. */
  static Finding ofSettings(StateDirectory directory, Settings settings) throws IOException {
    Vaults vaults = Vaults.system();
    String wanted = new StoreChoice(settings, vaults).wanted();
    if (wanted == null || wanted.equals("file")) {
      String where = wanted == null ? "where the last one was, else in a file" : "in a file";
      return Finding.ok("store", "logins are kept " + where);
    }
    try {
      String unused = vaults.open(wanted, EntryName.of(directory.path(), "probe")).read("head");
      return Finding.ok("store", "logins are kept in the " + wanted + ", which answers");
    } catch (VaultException e) {
      return Finding.fail("store", String.valueOf(e.getMessage()), REMEDY);
    }
  }

  /** Where the login of {@code profile} lies. */
  static List<Finding> of(ProfileFiles profile) throws IOException {
    String subject = "profile " + profile.name() + " store";
    GrantStore store = profile.store();
    List<Finding> findings = new ArrayList<>();
    try {
      findings.add(Finding.ok(subject, "kept in " + store.place()));
      if (store.kind().equals("file")) {
        return findings;
      }
      GrantStore.@Nullable StoredGrant unused = store.read();
    } catch (VaultException e) {
      findings.add(Finding.fail(subject, String.valueOf(e.getMessage()), REMEDY));
    }
    return findings;
  }
}
