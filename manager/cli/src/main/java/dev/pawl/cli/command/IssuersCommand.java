package dev.pawl.cli.command;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import dev.pawl.issuer.IssuerPreset;
import dev.pawl.issuer.IssuerPreset.Source;
import dev.pawl.issuer.IssuerPresets;
import dev.pawl.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl issuers}: what is known of whom a login can be made at. Asks nobody. */
@Command(
    name = "issuers",
    description =
        "Lists the issuers that 'pawl login --issuer NAME' knows, or all that is known of one, with "
            + "the public page that tells it. Asks nobody.")
public final class IssuersCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "one of them")
  private @Nullable String name;

  @Option(names = "--json", description = "one JSON object, for scripts")
  private boolean json;

  public IssuersCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (name == null) {
      list();
    } else {
      show(preset(name));
    }
    return shell.printed(ExitCode.OK);
  }

  private static IssuerPreset preset(String name) {
    try {
      return IssuerPresets.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void list() {
    List<Object> objects = new ArrayList<>();
    for (IssuerPreset preset : IssuerPresets.all()) {
      if (json) {
        objects.add(fields(preset));
      } else {
        shell.out().printf("%-22s %s%n", preset.usage(), preset.title());
      }
    }
    if (json) {
      shell.out().println(Json.write(Map.of("issuers", objects)));
    }
  }

  private void show(IssuerPreset preset) {
    if (json) {
      shell.out().println(Json.write(fields(preset)));
      return;
    }
    shell.out().println(preset.title() + ": pawl login --issuer " + preset.usage());
    known(preset).forEach((field, text) -> shell.out().printf("  %-27s %s%n", field, text));
    preset.notes().forEach(note -> shell.out().println("note: " + note));
    preset.notKnown().forEach(gap -> shell.out().println("not known: " + gap));
    for (Source source : preset.sources()) {
      String facts = String.join(", ", new TreeSet<>(source.facts()));
      shell.out().println("source: " + source.url() + " (" + facts + "; " + source.seen() + ")");
    }
  }

  private static Map<String, String> known(IssuerPreset preset) {
    Map<String, String> known = new TreeMap<>(preset.template().facts());
    known.putAll(preset.template().wishes());
    known.put("rotation", word(preset));
    if (!preset.template().authenticationMethods().isEmpty()) {
      known.put(
          "clientAuthentication", String.join(",", preset.template().authenticationMethods()));
    }
    return known;
  }

  private static String word(IssuerPreset preset) {
    return preset.rotation().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, @Nullable Object> fields(IssuerPreset preset) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", preset.name());
    fields.put("usage", preset.usage());
    fields.put("title", preset.title());
    fields.put("aliases", preset.aliases());
    fields.putAll(known(preset));
    fields.put("notes", preset.notes());
    fields.put("notKnown", preset.notKnown());
    List<Object> sources = new ArrayList<>();
    for (Source source : preset.sources()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("url", source.url().toString());
      one.put("seen", source.seen().toString());
      one.put("facts", List.copyOf(new TreeSet<>(source.facts())));
      sources.add(one);
    }
    fields.put("sources", sources);
    return fields;
  }
}
