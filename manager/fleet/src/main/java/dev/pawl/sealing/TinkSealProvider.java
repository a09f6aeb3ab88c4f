package dev.pawl.sealing;

import dev.pawl.fleet.Seal;
import dev.pawl.fleet.SealException;
import dev.pawl.fleet.SealProvider;

/** Seals on Google's Tink. */
public final class TinkSealProvider implements SealProvider {
  /** For {@link java.util.ServiceLoader}. */
  public TinkSealProvider() {}

  @Override
  public Seal seal(String key) throws SealException {
    return TinkSeal.of(FleetKey.of(key));
  }

  @Override
  public String generate() {
    return FleetKey.generate().text();
  }

  @Override
  public String add(String key) throws SealException {
    return FleetKey.of(key).added().text();
  }

  @Override
  public String promote(String key) throws SealException {
    return FleetKey.of(key).promoted().text();
  }
}
