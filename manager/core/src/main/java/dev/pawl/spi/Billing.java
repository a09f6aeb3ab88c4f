package dev.pawl.spi;

import java.util.Locale;

/** Who pays for the use of a credential, and how: a wrong choice among credentials costs money. */
public enum Billing {
  /** Not known. */
  UNKNOWN,
  /** A flat subscription or seat. */
  SUBSCRIPTION,
  /** Each token is paid for. */
  PER_TOKEN,
  /** The AWS account pays. */
  AWS,
  /** The Google Cloud project pays. */
  GCP,
  /** The Azure subscription pays. */
  AZURE;

  /** The word for settings, files and reports: {@code per-token}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The class that {@link #word} names; {@link #UNKNOWN} if none does. */
  public static Billing parse(String word) {
    for (Billing billing : values()) {
      if (billing.word().equals(word)) {
        return billing;
      }
    }
    return UNKNOWN;
  }
}
