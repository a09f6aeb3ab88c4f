package dev.pawl.spring;

import java.util.Objects;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@link PawlAuthorizedClientManager} for reactive programs: who waits for a token does so on the
 * scheduler for blocking work. It hears of no failure, since Spring's reactive filters do not say
 * which token was refused; {@link PawlExchangeFilterFunction} does. Thread-safe.
 */
public final class PawlReactiveAuthorizedClientManager
    implements ReactiveOAuth2AuthorizedClientManager {
  private final PawlAuthorizedClientManager manager;

  private PawlReactiveAuthorizedClientManager(PawlAuthorizedClientManager manager) {
    this.manager = Objects.requireNonNull(manager);
  }

  /** The tokens of {@code manager}. */
  public static PawlReactiveAuthorizedClientManager of(PawlAuthorizedClientManager manager) {
    return new PawlReactiveAuthorizedClientManager(manager);
  }

  /** The token as it is now; fails as {@link PawlAuthorizedClientManager#authorize} throws. */
  @Override
  public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizeRequest request) {
    return Mono.fromCallable(() -> manager.authorize(request))
        .subscribeOn(Schedulers.boundedElastic());
  }
}
