package dev.pawl.simulator.core.exchange;

import java.util.Map;
import java.util.Optional;

/** What secrets of real services look like. */
final class VendorSecrets {
  /* What the vendors themselves have secret scanners look for. */
  private static final Map<String, String> PREFIXES =
      Map.ofEntries(
          Map.entry("sk-ant-", "Anthropic"),
          Map.entry("sk-proj-", "OpenAI"),
          Map.entry("ATATT", "Atlassian"),
          Map.entry("xapp-", "Slack"),
          Map.entry("npm_", "npm"),
          Map.entry("hf_", "Hugging Face"),
          Map.entry("shpat_", "Shopify"),
          Map.entry("dop_v1_", "DigitalOcean"),
          Map.entry("ghp_", "GitHub"),
          Map.entry("gho_", "GitHub"),
          Map.entry("ghu_", "GitHub"),
          Map.entry("ghs_", "GitHub"),
          Map.entry("ghr_", "GitHub"),
          Map.entry("github_pat_", "GitHub"),
          Map.entry("glpat-", "GitLab"),
          Map.entry("gloas-", "GitLab"),
          Map.entry("xoxb-", "Slack"),
          Map.entry("xoxp-", "Slack"),
          Map.entry("xoxe-", "Slack"),
          Map.entry("xoxe.", "Slack"),
          Map.entry("ya29.", "Google"),
          Map.entry("GOCSPX-", "Google"),
          Map.entry("1//0", "Google"),
          Map.entry("AKIA", "AWS"),
          Map.entry("ASIA", "AWS"),
          Map.entry("sk_live_", "Stripe"),
          Map.entry("rk_live_", "Stripe"));

  private VendorSecrets() {}

  /** Returns whose secret this looks like; empty if it looks like none. */
  static Optional<String> vendor(String value) {
    return PREFIXES.entrySet().stream()
        .filter(prefix -> value.startsWith(prefix.getKey()))
        .map(Map.Entry::getValue)
        .findAny();
  }
}
