package dev.pawl.clients.recipes;

import dev.pawl.http.Refusal;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.http.RequestAuthorizer.Attempt;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Gives the requests of Apache HttpClient 5 the tokens that all processes share. */
public final class PawlExecHandler implements ExecChainHandler {
  private static final int LONGEST_REFUSAL = 1 << 20;

  private final RequestAuthorizer authorizer;

  public PawlExecHandler(RequestAuthorizer authorizer) {
    this.authorizer = authorizer;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Optional<Attempt> first = authorizer.attempt(target(request));
    return first.isPresent()
        ? sent(request, first.get(), scope, chain)
        : chain.proceed(request, scope);
  }

  private static ClassicHttpResponse sent(
      ClassicHttpRequest request, Attempt attempt, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ClassicHttpRequest authorized = ClassicRequestBuilder.copy(request).build();
    attempt.headers(request.getMethod(), target(request)).forEach(authorized::setHeader);
    ClassicHttpResponse answer = chain.proceed(authorized, scope);
    Optional<Attempt> next = next(request, attempt, answer);
    return next.isPresent() ? sent(request, next.get(), scope, chain) : answer;
  }

  private static URI target(ClassicHttpRequest request) throws ProtocolException {
    try {
      return request.getUri();
    } catch (URISyntaxException e) {
      throw new ProtocolException("the address of the request is none", e);
    }
  }

  private static Optional<Attempt> next(
      ClassicHttpRequest request, Attempt attempt, ClassicHttpResponse answer)
      throws IOException, ProtocolException {
    Refusal.Headers headers =
        name -> Arrays.stream(answer.getHeaders(name)).map(Header::getValue).toList();
    if (!Refusal.isPossible(answer.getCode())) {
      attempt.note(target(request), headers);
      return Optional.empty();
    }
    Refusal refusal = Refusal.of(answer.getCode(), target(request), headers, read(answer));
    HttpEntity sent = request.getEntity();
    if (sent == null || sent.isRepeatable()) {
      return attempt.next(refusal);
    }
    attempt.report(refusal);
    return Optional.empty();
  }

  /* Reads the body to its end, which frees the connection, and leaves it to the caller. */
  private static byte[] read(ClassicHttpResponse answer) throws IOException {
    HttpEntity entity = answer.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    byte[] body = EntityUtils.toByteArray(entity, LONGEST_REFUSAL);
    answer.setEntity(new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
    return body;
  }
}
