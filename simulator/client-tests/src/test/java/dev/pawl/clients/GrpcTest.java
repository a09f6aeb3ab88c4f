package dev.pawl.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.clients.recipes.PawlCalls;
import dev.pawl.token.TokenException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** gRPC with the recipe of docs/http-clients.md; the server asks the simulator about each token. */
final class GrpcTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final MethodDescriptor<String, String> ECHO =
      MethodDescriptor.<String, String>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("pawl.Test/Echo")
          .setRequestMarshaller(new Text())
          .setResponseMarshaller(new Text())
          .build();

  @RegisterExtension final ClientUser user = new ClientUser();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .addService(
                ServerServiceDefinition.builder("pawl.Test")
                    .addMethod(
                        ECHO,
                        ServerCalls.asyncUnaryCall(
                            (request, answers) -> {
                              answers.onNext(request);
                              answers.onCompleted();
                            }))
                    .build())
            .intercept(new Guard())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void call_freshToken_isAnswered() {
    PawlCalls calls = new PawlCalls(user.loggedIn());

    String answer = echo(calls);

    assertThat(answer).isEqualTo("hello");
    user.spends().areNone();
  }

  @Test
  void call_tokenRevokedEarly_isRenewedOnceAndRepeated() {
    PawlCalls calls = new PawlCalls(user.loggedIn());
    user.simulator.revokeAccessTokens("F1");

    String answer = echo(calls);
    String next = echo(calls);

    assertThat(answer).isEqualTo("hello");
    assertThat(next).isEqualTo("hello");
    user.spends().areExactly(1);
    user.calls().areExactly(3);
  }

  @Test
  void call_anotherStatus_isLeftAlone() {
    PawlCalls calls = new PawlCalls(user.loggedIn());
    user.simulator.faults().add("call#1: BEFORE_COMMIT 503");

    StatusRuntimeException problem =
        catchThrowableOfType(StatusRuntimeException.class, () -> echo(calls));

    assertThat(problem.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    user.spends().areNone();
  }

  @Test
  void call_loginEnded_saysWhatToDo() {
    PawlCalls calls = new PawlCalls(user.loggedIn());
    user.simulator.revokeFamily("F1");

    Throwable problem = catchThrowable(() -> echo(calls));

    assertThat(problem).isInstanceOf(TokenException.class).hasMessageContaining("log in");
  }

  private String echo(PawlCalls calls) {
    return calls.call(
        credentials ->
            ClientCalls.blockingUnaryCall(
                channel, ECHO, CallOptions.DEFAULT.withCallCredentials(credentials), "hello"));
  }

  /** Lets in whom the simulated API lets in. */
  private final class Guard implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      String token =
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      int status = status(String.valueOf(token));
      if (status == 200) {
        return next.startCall(call, headers);
      }
      call.close(status == 503 ? Status.UNAVAILABLE : Status.UNAUTHENTICATED, new Metadata());
      return new ServerCall.Listener<>() {};
    }

    private int status(String authorization) {
      HttpRequest request =
          HttpRequest.newBuilder(user.whoami()).header("Authorization", authorization).build();
      try {
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Messages that are text. */
  private record Text() implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
