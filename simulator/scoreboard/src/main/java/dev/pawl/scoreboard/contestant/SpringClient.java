package dev.pawl.scoreboard.contestant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.JdbcOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;

/**
 * Spring Security: a manager of authorized clients that are kept in a database, here H2 in a file.
 * It goes by the end that the server has named for a token.
 */
final class SpringClient implements CallLoop.Tokens {
  private static final Authentication ALICE =
      UsernamePasswordAuthenticationToken.authenticated(
          "alice", "none", AuthorityUtils.NO_AUTHORITIES);

  private final AuthorizedClientServiceOAuth2AuthorizedClientManager manager;

  private SpringClient() throws IOException {
    ClientRegistration server =
        ClientRegistration.withRegistrationId("drill")
            .clientId(CallLoop.variable("DRILL_CLIENT_ID"))
            .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri("http://127.0.0.1/callback")
            .authorizationUri(CallLoop.variable("DRILL_ISSUER") + "/authorize")
            .tokenUri(CallLoop.variable("DRILL_TOKEN_ENDPOINT"))
            .build();
    InMemoryClientRegistrationRepository registrations =
        new InMemoryClientRegistrationRepository(server);
    Path database = Path.of(CallLoop.variable("DRILL_SCRATCH"), "spring");
    boolean first = !Files.exists(Path.of(database + ".mv.db"));
    DataSource source = source(database);
    OAuth2AuthorizedClientService service =
        new JdbcOAuth2AuthorizedClientService(new JdbcTemplate(source), registrations);
    if (first) {
      DatabasePopulatorUtils.execute(
          new ResourceDatabasePopulator(
              new ClassPathResource(
                  "org/springframework/security/oauth2/client/oauth2-client-schema.sql")),
          source);
      service.saveAuthorizedClient(loggedIn(server), ALICE);
    }
    manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, service);
    manager.setAuthorizedClientProvider(
        OAuth2AuthorizedClientProviderBuilder.builder()
            .refreshToken(
                refresh ->
                    refresh
                        .accessTokenResponseClient(new RestClientRefreshTokenTokenResponseClient())
                        .clockSkew(Duration.ofSeconds(1)))
            .build());
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    CallLoop.run(new SpringClient());
  }

  private static DataSource source(Path database) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:" + database + ";AUTO_SERVER=TRUE;DB_CLOSE_DELAY=-1");
    source.setUser("sa");
    return source;
  }

  private static OAuth2AuthorizedClient loggedIn(ClientRegistration server) {
    Instant past = Instant.now().minusSeconds(60);
    return new OAuth2AuthorizedClient(
        server,
        ALICE.getName(),
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER, "none", past, past.plusSeconds(1)),
        new OAuth2RefreshToken(CallLoop.variable("DRILL_REFRESH_TOKEN"), past));
  }

  @Override
  public String token() throws IOException {
    OAuth2AuthorizedClient client =
        manager.authorize(
            OAuth2AuthorizeRequest.withClientRegistrationId("drill").principal(ALICE).build());
    if (client == null) {
      throw new IOException("nobody is logged in any more");
    }
    return client.getAccessToken().getTokenValue();
  }

  @Override
  public void refused(String token) {
    // it goes by the end that the server has named
  }
}
