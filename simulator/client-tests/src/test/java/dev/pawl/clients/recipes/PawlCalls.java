package dev.pawl.clients.recipes;

import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Makes unary calls of gRPC with the tokens that all processes share. */
public final class PawlCalls {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final TokenSupply supply;

  public PawlCalls(TokenSupply supply) {
    this.supply = supply;
  }

  /** Makes a call, and once more with a newer token if the server refuses the first. */
  public <T> T call(Function<CallCredentials, T> call) {
    Token token = supply.token();
    try {
      return call.apply(new Bearer(token));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAUTHENTICATED) {
        throw e;
      }
      return call.apply(new Bearer(supply.renew(token)));
    }
  }

  private static final class Bearer extends CallCredentials {
    private final Token token;

    Bearer(Token token) {
      if (token.kind() != Kind.BEARER) {
        throw TokenException.fixConfiguration("what is configured is no bearer token", null);
      }
      this.token = token;
    }

    @Override
    public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + token.value());
      applier.apply(headers);
    }
  }
}
