package dev.pawl.issuer;

import dev.pawl.issuer.IssuerPreset.Placeholder;
import dev.pawl.issuer.IssuerPreset.Rotation;
import dev.pawl.issuer.IssuerPreset.Source;
import dev.pawl.json.Fields;
import dev.pawl.json.JsonException;
import dev.pawl.spi.LastLogin;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the file of a preset. */
final class PresetReader {
  private final Fields file;

  private PresetReader(Fields file) {
    this.file = file;
  }

  static IssuerPreset read(String name, byte[] utf8) throws JsonException {
    return new PresetReader(Fields.read(utf8)).preset(name);
  }

  private IssuerPreset preset(String name) throws JsonException {
    KnownIssuer template = new KnownIssuer(facts(), wishes(), file.texts("clientAuthentication"));
    return new IssuerPreset(
        name,
        file.text("title"),
        file.texts("aliases"),
        placeholder(),
        template,
        Rotation.valueOf(file.text("rotation").toUpperCase(Locale.ROOT)),
        file.texts("notes"),
        file.texts("notKnown"),
        sources());
  }

  private Map<String, String> facts() throws JsonException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("issuer", file.text("issuer"));
    facts.putAll(texts("endpoints", ""));
    facts.put("replay", file.text("replay"));
    for (String field : KnownIssuer.ERRORS) {
      if (!file.texts(field).isEmpty()) {
        facts.put(field, String.join(",", file.texts(field)));
      }
    }
    return facts;
  }

  private Map<String, String> wishes() throws JsonException {
    Map<String, String> wishes = new LinkedHashMap<>(texts("parameters", LastLogin.PARAMETER));
    String scope = file.textOrNull("scope");
    if (scope != null) {
      wishes.put("scope", scope);
    }
    return wishes;
  }

  private Map<String, String> texts(String name, String prefix) throws JsonException {
    Fields object = file.object(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (object != null) {
      for (String member : object.asMap().keySet()) {
        texts.put(prefix + member, object.text(member));
      }
    }
    return texts;
  }

  private @Nullable Placeholder placeholder() throws JsonException {
    Fields object = file.object("placeholder");
    return object == null
        ? null
        : new Placeholder(
            object.text("name"), object.textOrNull("default"), object.text("example"));
  }

  private List<Source> sources() throws JsonException {
    List<Source> sources = new ArrayList<>();
    for (Fields source : file.objects("sources")) {
      sources.add(
          new Source(
              Set.copyOf(source.texts("facts")),
              URI.create(source.text("url")),
              LocalDate.parse(source.text("seen"))));
    }
    return sources;
  }
}
