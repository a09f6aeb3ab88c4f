package dev.pawl.simulator.jose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.pawl.simulator.core.jwt.SignedToken;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.wire.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON Web Tokens without a member that is there twice. Thread-safe. */
public final class StrictTokenReader implements TokenReader {
  private static final String PART = "([A-Za-z0-9_-]+)";
  private static final Pattern COMPACT = Pattern.compile(PART + "[.]" + PART + "[.]" + PART);

  @Override
  public Optional<SignedToken> read(String compact) {
    Matcher parts = COMPACT.matcher(compact);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SignedToken(
              object(parts.group(1)),
              object(parts.group(2)),
              parts.group(1) + "." + parts.group(2),
              parts.group(3)));
    } catch (JsonProcessingException | RuntimeException e) {
      return Optional.empty(); // no Base64url, no object of JSON, or one with null in it
    }
  }

  private static Map<String, Object> object(String part) throws JsonProcessingException {
    String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    return StrictJson.reader().forType(new TypeReference<Map<String, Object>>() {}).readValue(text);
  }
}
