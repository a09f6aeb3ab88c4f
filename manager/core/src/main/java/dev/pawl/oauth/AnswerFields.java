package dev.pawl.oauth;

import dev.pawl.json.JsonException;
import dev.pawl.json.Salvage;
import dev.pawl.json.SalvageReader;
import dev.pawl.wire.HttpAnswer;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of a body: of a JSON object, or of a form, which some servers send whatever they are
 * asked for.
 *
 * @param members what could be read
 * @param intact whether a member that is not there was not sent
 */
record AnswerFields(Map<String, @Nullable Object> members, boolean intact) {
  private static final Pattern FORM = Pattern.compile("\\s*[A-Za-z_]{1,64}=[^{<]*", Pattern.DOTALL);

  /**
   * The members of {@code body}.
   *
   * @param whole whether nothing of it is missing; else the last field of a form does not count
   */
  static AnswerFields of(byte[] body, boolean whole) {
    String text = text(body);
    if (FORM.matcher(text).matches()) {
      return new AnswerFields(form(text.strip(), whole), whole);
    }
    Salvage salvage = SalvageReader.salvage(text);
    return new AnswerFields(salvage.fields(), salvage.intact());
  }

  /** The members of a whole answer: of a form, or of JSON that is read strictly. */
  static Map<String, @Nullable Object> strict(HttpAnswer answer) throws JsonException {
    return FORM.matcher(answer.body()).matches()
        ? form(answer.body().strip(), true)
        : answer.json();
  }

  /* What is no UTF-8 is replaced, and a token with a replaced character is none. */
  private static String text(byte[] body) {
    Charset charset = StandardCharsets.UTF_8;
    if (body.length > 1 && (body[0] & body[1]) == (byte) 0xfe && body[0] != body[1]) {
      charset = StandardCharsets.UTF_16;
    }
    String text = new String(body, charset);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static Map<String, @Nullable Object> form(String text, boolean whole) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    String[] fields = text.split("&", -1);
    for (int i = 0; i < (whole ? fields.length : fields.length - 1); i++) {
      int equals = fields[i].indexOf('=');
      if (equals > 0) {
        put(members, fields[i].substring(0, equals), fields[i].substring(equals + 1));
      }
    }
    return members;
  }

  private static void put(Map<String, @Nullable Object> members, String name, String value) {
    try {
      String text = URLDecoder.decode(value, StandardCharsets.UTF_8);
      members.merge(name, text, (before, last) -> last.equals("") ? before : last);
    } catch (IllegalArgumentException e) {
      members.put(name, "\ufffd"); // there, and not readable
    }
  }

  /** The names, never a value. */
  @Override
  public String toString() {
    return "AnswerFields[members=" + members.keySet() + ", intact=" + intact + "]";
  }
}
