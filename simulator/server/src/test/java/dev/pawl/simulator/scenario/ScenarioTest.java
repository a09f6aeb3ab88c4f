package dev.pawl.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.scenario.json.Members;
import dev.pawl.simulator.wire.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.networknt.schema.InputFormat;
import wiremock.com.networknt.schema.JsonSchema;
import wiremock.com.networknt.schema.JsonSchemaFactory;
import wiremock.com.networknt.schema.SpecVersion;

/** The reader of scenarios, and that the schema says the same. */
class ScenarioTest {
  private static final JsonNode SCHEMA = StrictJson.object(Scenario.schema());
  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Scenario.schema());

  @TempDir Path directory;

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(
            ScenarioException.class, () -> Scenario.parse(json(text), "drill.json"))
        .problems();
  }

  @Test
  void parse_severalMistakes_namesAllWithPlaceAndAllowedWords() {
    List<String> problems =
        problems(
            """
            {
              'server': {'policy': 'SOFT', 'polcy': 'GRACE_SAME'},
              'timeline': [
                {'at': '10s', 'expire': 'access-tokens'},
                {'on': 'refrsh#1', 'fault': 'AFTER_COMMIT reset'},
                {'on': 'refresh#1', 'fault': 'LATER reset'},
                {'at': '+1s'}
              ]
            }
            """);

    assertThat(problems).hasSize(6);
    assertThat(problems.get(0))
        .startsWith("drill.json:2:24: 'SOFT'; allowed are NONE, OMIT, STRICT_FAMILY,");
    assertThat(problems.get(1))
        .startsWith("drill.json:2:32: 'polcy' is unknown; allowed are policy, graceWindow,");
    assertThat(problems.get(2)).isEqualTo("drill.json:4:12: at is like +10s, not '10s'");
    assertThat(problems.get(3))
        .startsWith("drill.json:5:12: ")
        .contains("unknown operation 'refrsh'; there are any and [")
        .contains("oauth.refresh");
    assertThat(problems.get(4))
        .startsWith("drill.json:6:34: ")
        .contains("'LATER' is not one of [BEFORE_COMMIT,");
    assertThat(problems.get(5))
        .startsWith(
            "drill.json:7:5: a step needs one action, not none; allowed are fault, expire,");
  }

  private static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("", "1:1: the text is empty"),
        Arguments.of("[]", "1:1: expected an object, not an array"),
        Arguments.of("{} {}", "1:4: nothing may follow the scenario"),
        Arguments.of("{'name':", "not JSON: "),
        Arguments.of("{'name': 7}", "1:10: expected a string, not a number"),
        Arguments.of("{'name': null}", "1:10: expected a string, not null"),
        Arguments.of("{'name': 'a', 'name': 'b'}", "1:15: 'name' is there twice"),
        Arguments.of("{'timeline': {}}", "1:14: expected an array, not an object"),
        Arguments.of("{'timeline': ['+1s']}", "1:15: expected an object, not a string"),
        Arguments.of("{'timeline': [{'expire':'access-tokens'}]}", "1:15: a step needs at, on, or"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','revoke':'F1','clear':'faults'}]}", "revoke and clear"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','fault':'AFTER_COMMIT reset'}]}", "1:35: a fault needs on"),
        Arguments.of(
            "{'timeline': [{'on':'refresh','fault':'BEFORE_COMMIT truncated'}]}",
            "cannot strike at"),
        Arguments.of(
            "{'timeline': [{'at':'+-1s','revoke':'F1'}]}", "'-1s' is not from 0 to 36500 days"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','revoke':'me'}]}",
            "'me'; allowed are F1, access-tokens of F1"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','expire':'refresh-tokens'}]}", "allowed are access-tokens,"),
        Arguments.of("{'timeline': [{'at':'+1s','release':false}]}", "1:37: allowed is true"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','clock':{'skew':'2h'}}]}",
            "1:43: 'service' and 'skew' go together"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','outage':{'service':'api','outage':'REFUSED'}}]}",
            "api can be UNAVAILABLE, not REFUSED"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','outage':{'service':'dns'}}]}",
            "'dns'; allowed are oauth, api"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','outage':{'for':'-3s'}}]}", "1:43: '-3s' is not from 0"),
        Arguments.of(
            "{'server': {'accessTtl': '0s'}}", "1:26: 'accessTtl' must be at least a second"),
        Arguments.of(
            "{'server': {'lenient': ['all']}}", "1:25: 'all'; allowed are secrets-in-query,"),
        Arguments.of(
            "{'server': {'skew': {'oauth': '1h'}}}", "1:22: 'oauth' is unknown; allowed are api"),
        Arguments.of(
            "{'server': {'skew': {'api': '99999999999h'}}}", "'skew' would take a clock out"),
        Arguments.of("{'server': {'extraUses': 1.5}}", "1:26: expected a whole number"),
        Arguments.of(
            "{'timeline': [{'at':'+1s','later':'2s','revoke':'F1'}]}", "'later' goes with on"),
        Arguments.of(
            "{'timeline': [{'on':'call','later':'2s','fault':'AFTER_COMMIT reset'}]}",
            "'later' goes with on, and not with a fault"),
        Arguments.of("{'server': {'seed': 'x'}}", "1:21: expected a number, not a string"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_mistake_isToldWithItsPlace(String text, String expected) {
    List<String> problems = problems(text);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).matches("drill\\.json:[0-9]+:[0-9]+: [^\n]+").contains(expected);
  }

  @Test
  void read_fileWithComments_isRead() throws Exception {
    Path file = directory.resolve("mine.json");
    Files.writeString(
        file,
        json(
            """
            // What a line is for.
            {
              /* Several
                 lines. */
              'name': 'mine', 'description': 'of my own',
              'timeline': [{'at': '+10s', 'outage': {'for': '3s'}}, {'on': 'refresh', 'revoke': 'F1'}]
            }
            """));

    Scenario scenario = Scenario.read(file);

    assertThat(scenario.name()).isEqualTo("mine");
    assertThat(scenario.description()).isEqualTo("of my own");
    assertThat(scenario.length()).isEqualTo(Duration.ofSeconds(13));
    assertThat(scenario.hasFaults()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AFTER_COMMIT reset",
        "MID_BODY(20) empty",
        "AFTER_COMMIT 503",
        "AFTER_COMMIT no-refresh-token"
      })
  void losesAnswers_clientCannotKnowItsNextToken_isTrue(String effect) {
    Scenario scenario =
        Scenario.parse(json("{'timeline':[{'on':'refresh','fault':'" + effect + "'}]}"), "test");

    assertThat(scenario.losesAnswers()).isTrue();
    assertThat(scenario.hasFaults()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEFORE_COMMIT reset",
        "AFTER_RESPONSE reset",
        "AFTER_COMMIT delay 5s",
        "AFTER_COMMIT drip 9"
      })
  void losesAnswers_clientIsToldOrNothingWasCommitted_isFalse(String effect) {
    Scenario scenario =
        Scenario.parse(json("{'timeline':[{'on':'refresh','fault':'" + effect + "'}]}"), "test");

    assertThat(scenario.losesAnswers()).isFalse();
    assertThat(scenario.hasFaults()).isTrue();
  }

  @Test
  void read_fileIsNoText_isAnIoException() throws Exception {
    Path file = directory.resolve("mine.json");
    Files.write(file, new byte[] {'{', (byte) 0xff, '}'});

    assertThatThrownBy(() -> Scenario.read(file)).hasMessage(file + " is not UTF-8");
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Every object of the schema, with the words that the reader takes there. */
  private static Map<String, List<String>> objects() {
    String step = "/$defs/step/properties/";
    return Map.of(
        "",
        Words.SCENARIO,
        "/$defs/server",
        Words.SERVER,
        "/$defs/server/properties/skew",
        Words.SKEW,
        "/$defs/consent",
        Words.CONSENT,
        "/$defs/step",
        Words.STEP,
        step + "clock",
        Words.CLOCK,
        step + "outage",
        Words.OUTAGE,
        step + "terms",
        Words.TERMS,
        step + "cut",
        Words.CUT);
  }

  @Test
  void schema_members_areThoseOfTheReader() {
    Map<String, List<String>> expected = objects();

    Map<String, List<String>> said = new java.util.HashMap<>();
    collect("", SCHEMA, said);

    assertThat(said.keySet()).isEqualTo(expected.keySet());
    expected.forEach((place, words) -> assertThat(said.get(place)).as(place).isEqualTo(words));
  }

  private static void collect(String place, JsonNode node, Map<String, List<String>> said) {
    if (node.path("additionalProperties").isBoolean()) {
      said.put(place, names(node.path("properties")));
      assertThat(node.path("additionalProperties").asBoolean()).as(place).isFalse();
    }
    node.properties()
        .forEach(member -> collect(place + "/" + member.getKey(), member.getValue(), said));
  }

  @Test
  void schema_choices_areThoseOfTheReader() {
    String step = "/$defs/step/properties/";

    assertThat(choices("/$defs/policy")).isEqualTo(Members.names(RotationPolicy.class));
    assertThat(choices("/$defs/rejection"))
        .containsExactlyInAnyOrderElementsOf(Members.names(RejectionShape.class));
    assertThat(choices("/$defs/manner")).isEqualTo(Members.names(Consent.Manner.class));
    assertThat(choices("/$defs/lenient/items")).isEqualTo(Words.leniencies());
    assertThat(choices(step + "cut/properties/before")).isEqualTo(Words.BEFORE);
    assertThat(choices(step + "outage/properties/outage")).isEqualTo(Words.OUTAGES);
    assertThat(choices(step + "clear")).isEqualTo(Words.CLEAR);
    assertThat(alternatives()).isEqualTo(Words.ACTIONS);
  }

  private static List<String> choices(String place) {
    return strings(SCHEMA.at(place).path("enum"));
  }

  private static List<String> alternatives() {
    return StreamSupport.stream(SCHEMA.at("/$defs/step/oneOf").spliterator(), false)
        .map(one -> one.path("required").path(0).asText())
        .toList();
  }

  /** A scenario for each example of each member. */
  private static Stream<String> examples() {
    List<String> all = new ArrayList<>();
    wrapped("", "%s", all);
    wrapped("/$defs/server", "{\"server\":%s}", all);
    wrapped("/$defs/server/properties/skew", "{\"server\":{\"skew\":%s}}", all);
    wrapped("/$defs/consent", "{\"server\":{\"consent\":%s}}", all);
    String step = "{\"timeline\":[{\"at\":\"+1s\",\"%s\":%%s}]}";
    for (String action : List.of("clock", "outage", "terms")) {
      wrapped("/$defs/step/properties/" + action, step.formatted(action), all);
    }
    for (JsonNode example : examplesOf("/$defs/step/properties/later")) {
      all.add(
          "{\"timeline\":[{\"on\":\"call\",\"later\":%s,\"revoke\":\"F1\"}]}".formatted(example));
    }
    for (String action : Words.ACTIONS) {
      for (JsonNode example : examplesOf("/$defs/step/properties/" + action)) {
        all.add("{\"timeline\":[{\"on\":\"call\",\"%s\":%s}]}".formatted(action, example));
      }
    }
    return all.stream();
  }

  private static void wrapped(String place, String around, List<String> all) {
    for (String name : names(SCHEMA.at(place.isEmpty() ? "/properties" : place + "/properties"))) {
      List<JsonNode> examples = examplesOf(place + "/properties/" + name);
      for (JsonNode example : examples) {
        String partner =
            place.endsWith("clock") && name.equals("service")
                ? ",\"skew\":\"1h\""
                : place.endsWith("clock") && name.equals("skew") ? ",\"service\":\"api\"" : "";
        all.add(around.formatted("{\"%s\":%s%s}".formatted(name, example, partner)));
      }
    }
  }

  private static List<JsonNode> examplesOf(String place) {
    JsonNode node = SCHEMA.at(place);
    for (Optional<String> to = reference(node); to.isPresent(); to = reference(node)) {
      node = SCHEMA.at(to.get().substring(1));
    }
    List<JsonNode> examples = new ArrayList<>();
    node.path("examples").forEach(examples::add);
    assertThat(examples).as("examples of " + place).isNotEmpty();
    return examples;
  }

  private static Optional<String> reference(JsonNode node) {
    return Optional.of(node.path("$ref").asText()).filter(text -> !text.isEmpty());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void schema_examples_areTakenByReaderAndSchema(String text) {
    Scenario scenario = Scenario.parse(text, "example");

    assertThat(scenario.name()).isNotEmpty();
    assertThat(VALIDATOR.validate(text, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{'name': 7}",
        "{'stranger': 1}",
        "{'timeline': {}}",
        "{'timeline': ['+1s']}",
        "{'timeline': [{'expire':'access-tokens'}]}",
        "{'timeline': [{'at':'+1s'}]}",
        "{'timeline': [{'at':'1s','revoke':'F1'}]}",
        "{'timeline': [{'at':'+1s','revoke':'F1','clear':'faults'}]}",
        "{'timeline': [{'at':'+1s','fault':'AFTER_COMMIT reset'}]}",
        "{'timeline': [{'on':'refresh','fault':'LATER reset'}]}",
        "{'timeline': [{'at':'+1s','later':'2s','revoke':'F1'}]}",
        "{'timeline': [{'on':'call','later':'2s','fault':'AFTER_COMMIT reset'}]}",
        "{'timeline': [{'at':'+1s','revoke':'me'}]}",
        "{'timeline': [{'at':'+1s','expire':'refresh-tokens'}]}",
        "{'timeline': [{'at':'+1s','release':false}]}",
        "{'timeline': [{'at':'+1s','clock':{'skew':'2h'}}]}",
        "{'timeline': [{'at':'+1s','clock':{'frozen':'true'}}]}",
        "{'timeline': [{'at':'+1s','outage':{'service':'DNS'}}]}",
        "{'timeline': [{'at':'+1s','outage':{'for':'-3s'}}]}",
        "{'server': {'policy': 'SOFT'}}",
        "{'server': {'accessTtl': 90}}",
        "{'server': {'accessTtl': 'soon'}}",
        "{'server': {'lenient': ['all']}}",
        "{'server': {'skew': {'oauth': '1h'}}}",
        "{'server': {'seed': 1.5}}",
        "{'server': {'issuers': {'acme': 'tenants'}}}",
        "{'server': {'issuers': {'acme': '/tenants/..'}}}",
        "{'server': {'issuers': {'ACME': '/acme'}}}",
        "{'timeline': [{'at':'+1s','cut':{'before':'api'}}]}",
        "{'timeline': [{'at':'+1s','cut':{'cut':'refresh: ANSWER(1) fin'}}]}",
        "{'server': {'extraUses': -1}}",
        "{'server': {'consent': {'browser': 'MAYBE'}}}"
      })
  void schema_mistakes_areRefusedByReaderAndSchema(String text) {
    List<String> problems = problems(text);

    assertThat(problems).isNotEmpty();
    assertThat(VALIDATOR.validate(json(text), InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void issuers_ofTheScenario_areServicesOfItsSteps() {
    String steps =
        "'timeline':[{'on':'acme.refresh#1','fault':'BEFORE_COMMIT 503'},"
            + "{'at':'+1s','outage':{'service':'acme'}}]";

    Scenario scenario =
        Scenario.parse(json("{'server':{'issuers':{'acme':'/acme'}}," + steps + "}"), "test");
    List<String> without = problems("{" + steps + "}");

    assertThat(scenario.issuers()).containsExactly(Map.entry("acme", "/acme"));
    assertThat(without)
        .satisfiesExactly(
            line -> assertThat(line).contains("unknown operation 'acme.refresh'"),
            line -> assertThat(line).contains("'acme'; allowed are oauth, api"));
  }

  @Test
  void documentation_example_isTakenByReaderAndSchema() throws Exception {
    String document = documentation();
    String example =
        document.substring(
            document.indexOf("```json\n", document.indexOf("<!-- scenario -->")) + 8,
            document.indexOf("```\n<!-- /scenario -->"));

    Scenario scenario = Scenario.parse(example, "simulator.md");

    assertThat(VALIDATOR.validate(uncommented(example), InputFormat.JSON)).isEmpty();
    assertThat(example.lines().count()).isLessThan(14);
    assertThat(scenario.hasFaults()).isTrue();
    assertThat(scenario.length()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void documentation_ofDrills_isTakenByReaderAndSchema() throws Exception {
    String document = Files.readString(Path.of("../../docs/drill-your-client.md"));
    String example =
        document.substring(
            document.indexOf("```json\n", document.indexOf("<!-- own.json -->")) + 8,
            document.indexOf("```\n<!-- /own.json -->"));

    Scenario scenario = Scenario.parse(example, "drill-your-client.md");

    assertThat(VALIDATOR.validate(example, InputFormat.JSON)).isEmpty();
    assertThat(scenario.losesAnswers()).isTrue();
    assertThat(scenario.length()).isEqualTo(Duration.ofSeconds(5));
  }

  private static String uncommented(String json) {
    return json.replaceAll("(?m)//.*$", "");
  }

  private static String documentation() throws Exception {
    return Files.readString(Path.of("../../docs/simulator.md"));
  }

  @Test
  void documentation_tables_haveEveryWordOfServerAndSteps() throws Exception {
    String section =
        documentation().replaceFirst("(?s).*\n## Scenarios\n", "").replaceFirst("(?s)\n## .*", "");

    assertThat(Stream.concat(Words.SERVER.stream(), Words.STEP.stream()))
        .allSatisfy(word -> assertThat(section).containsPattern("(?m)^\\|[^|]*`" + word + "`"));
    assertThat(
            Stream.of(Words.CONSENT, Words.CLOCK, Words.OUTAGE, Words.SKEW).flatMap(List::stream))
        .allSatisfy(word -> assertThat(section).contains("\"" + word + "\""));
  }

  @Test
  void schema_itself_isOneObjectOfTheDraftItNames() {
    ObjectNode schema = StrictJson.object(Scenario.schema());

    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
  }
}
