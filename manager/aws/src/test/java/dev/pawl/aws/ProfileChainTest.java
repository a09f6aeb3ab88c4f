package dev.pawl.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudPlatform;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Profiles whose role is assumed with the keys of another one, before anybody is asked. */
final class ProfileChainTest {
  private static final String ROLE = "role_arn = arn:aws:iam::210987654321:role/Deploy\n";
  private static final String SESSION =
      """
      sso_session = home
      sso_account_id = 123456789012
      sso_role_name = Developer
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source_profile = first | first by source_profile: first -> first",
        "source_profile = back | first by source_profile: first -> back -> first",
        "source_profile = pawl | pawl has pawl aws-credentials as its credential_process",
        "x = 1 | first has a role_arn and neither source_profile nor credential_source",
        "source_profile = keys;credential_source = Ec2InstanceMetadata | both source_profile and",
        "source_profile = keys;mfa_serial = arn:aws:iam::1:mfa/me | first has mfa_serial, and nobody can be asked",
        "source_profile = keys;duration_seconds = 1h | duration_seconds that is no number",
        "source_profile = keys;sso_session = home | first has both role_arn and sso_session"
      })
  void keys_roleThatCannotBeHad_saysWhichProfileAndWhy(String lines, String says) {
    ProfileChain chain = chain(ROLE + lines.replace(';', '\n') + "\n");

    assertThatThrownBy(chain::keys)
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED))
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @CsvSource({"gone", "empty"})
  void keys_sourceThatHasNone_namesItAndTheWayThere(String source) {
    ProfileChain chain = chain(ROLE + "source_profile = " + source + "\n");

    assertThatThrownBy(chain::keys)
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ABSENT))
        .hasMessage(
            "the AWS profile %1$s, a source_profile (first -> %1$s), is not there, or holds no"
                + " credentials",
            source);
  }

  @ParameterizedTest
  @CsvSource({"session, Run: aws sso login --profile session", "over, Run: aws login --profile in"})
  void advice_ofARole_isTheLoginOfWhereTheChainEnds(String source, String advice) {
    ProfileChain chain = chain(ROLE + "source_profile = " + source + "\n");

    assertThat(chain.advice()).isEqualTo(advice);
  }

  @Test
  void advice_ofAChainThatLeadsBack_isNone() {
    ProfileChain chain = chain(ROLE + "source_profile = back\n");

    assertThat(chain.advice()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"true, 210987654321", "false, 123456789012"})
  void account_isThatOfTheRoleNotOfWhoAssumesIt(boolean role, String account) {
    String own = role ? ROLE + "source_profile = session\n" : SESSION;

    assertThat(chain(own).account()).isEqualTo(account);
  }

  @Test
  void request_hasAllThatTheProfileSays() throws CloudException {
    ProfileFile file =
        file(
            ROLE
                + """
                source_profile = keys
                role_session_name = nightly
                external_id = contract-7
                duration_seconds = 1800
                """);

    AssumeRoleRequest request = of(file).request(0);

    assertThat(request)
        .isEqualTo(
            AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::210987654321:role/Deploy")
                .roleSessionName("nightly")
                .externalId("contract-7")
                .durationSeconds(1800)
                .build());
  }

  @Test
  void request_ofAProfileThatSaysNoMore_isNamedByItsTime() throws CloudException {
    AssumeRoleRequest request = of(file(ROLE + "source_profile = keys\n")).request(7);

    assertThat(request.roleSessionName()).isEqualTo("pawl-7");
    assertThat(request.durationSeconds()).isNull();
  }

  private static RoleProfile of(ProfileFile file) throws CloudException {
    return Objects.requireNonNull(RoleProfile.of(file.profile("first").orElseThrow()));
  }

  private static ProfileChain chain(String first) {
    CloudContext context =
        new CloudContext(
            CloudPlatform.BEDROCK,
            Map.of("HOME", "/nowhere"),
            TokenClock.system(),
            name -> () -> {});
    return new ProfileChain(file(first), "first", "", context);
  }

  private static ProfileFile file(String first) {
    String text =
        """
        [profile first]
        %s
        [profile back]
        role_arn = arn:aws:iam::210987654321:role/Back
        source_profile = first
        [profile pawl]
        credential_process = /opt/pawl aws-credentials
        [profile keys]
        aws_access_key_id = AKID
        aws_secret_access_key = hidden
        [profile empty]
        region = us-east-1
        [profile session]
        %s
        [profile over]
        role_arn = arn:aws:iam::210987654321:role/Over
        source_profile = in
        [profile in]
        login_session = arn:aws:sts::123456789012:assumed-role/Admin/me
        [sso-session home]
        sso_start_url = https://a.example/start
        sso_region = us-east-1
        """
            .formatted(first, SESSION);
    return ProfileFile.builder()
        .content(new ByteArrayInputStream(text.getBytes(UTF_8)))
        .type(ProfileFile.Type.CONFIGURATION)
        .build();
  }
}
