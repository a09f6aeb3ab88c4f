package dev.pawl.etcd;

import dev.pawl.authentication.PemTls;
import dev.pawl.clock.TokenClock;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.network.ConfigurationException;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to a cluster. A client that fails is replaced, since it would wait ever longer before it
 * connects again, and so that the password is read again. The client repeats nothing by itself.
 * Thread-safe.
 */
final class EtcdConnection implements AutoCloseable {
  private static final Duration AGE_TO_REPLACE = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final EtcdAddress address;
  private @Nullable Client client;
  private long since;
  private boolean closed;

  EtcdConnection(EtcdAddress address) {
    this.address = address;
  }

  /** What {@code call} gives; it is made once. */
  <T> T once(Function<Client, CompletableFuture<T>> call) throws IOException {
    return answer(call, deadline());
  }

  /** What {@code call} gives, which changes nothing; it is made until the time is over. */
  <T> T repeated(Function<Client, CompletableFuture<T>> call) throws IOException {
    long deadline = deadline();
    while (true) {
      try {
        return answer(call, deadline);
      } catch (StoreRefusedException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        boolean over = deadline - TokenClock.system().nanos() < 2 * PAUSE.toNanos();
        if (over || EtcdFailure.isOfTls(e) || isClosed()) {
          throw e;
        }
        pause();
      }
    }
  }

  private long deadline() {
    return TokenClock.system().deadline(address.store().timeout());
  }

  private <T> T answer(Function<Client, CompletableFuture<T>> call, long deadline)
      throws IOException {
    Client now = client();
    try {
      return waited(call.apply(now), deadline);
    } catch (ExecutionException e) {
      if (EtcdFailure.isOfLogin(e)) {
        return again(call, now, deadline);
      }
      replace(now, AGE_TO_REPLACE);
      throw EtcdFailure.of(address, e);
    }
  }

  /* Who is not logged in has been refused before anything was done; the password may be another now. */
  private <T> T again(Function<Client, CompletableFuture<T>> call, Client refused, long deadline)
      throws IOException {
    replace(refused, Duration.ZERO);
    try {
      return waited(call.apply(client()), deadline);
    } catch (ExecutionException e) {
      throw EtcdFailure.of(address, e);
    }
  }

  private <T> T waited(CompletableFuture<T> answer, long deadline)
      throws IOException, ExecutionException {
    try {
      long left = Math.max(1, deadline - TokenClock.system().nanos());
      return answer.get(left, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(address + ": interrupted while it waited for an answer");
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(
          address + ": the cluster did not answer in time; look whether its members are up", e);
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(address + ": interrupted while it waited for an answer");
    }
  }

  /** The client of now. */
  synchronized Client client() throws IOException {
    if (closed) {
      throw new IOException(address + ": the store is closed; open it again");
    }
    if (client == null) {
      client = built();
      since = TokenClock.system().nanos();
    }
    return client;
  }

  private synchronized void replace(Client failed, Duration age) {
    boolean old = TokenClock.system().nanos() - since >= age.toNanos();
    if (client == failed && old) {
      client = null;
      failed.close();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
      client = null;
    }
  }

  private Client built() throws IOException {
    Duration timeout = address.store().timeout();
    ClientBuilder builder =
        Client.builder()
            .endpoints(address.members())
            .namespace(bytes(address.prefix() + "/"))
            .loadBalancerPolicy("round_robin") // a member that is cut off is one of many
            .waitForReady(false)
            .retryMaxAttempts(0)
            .connectTimeout(timeout)
            .keepaliveTime(Duration.ofSeconds(10))
            .keepaliveTimeout(Duration.ofSeconds(5))
            .keepaliveWithoutCalls(false)
            .header("hasleader", "true")
            .maxInboundMessageSize(64 << 20)
            .interceptor(new Deadline(timeout));
    String password = address.store().password().read();
    if (address.user() != null && password != null) {
      builder.user(bytes(address.user())).password(bytes(password));
    }
    if (address.tls()) {
      secure(builder);
    }
    return builder.build();
  }

  private void secure(ClientBuilder builder) throws IOException {
    Path trust = address.store().trust();
    Path identity = address.store().identity();
    try {
      PemTls.context(trust, identity); // says what is wrong with the files
    } catch (ConfigurationException e) {
      throw new StoreRefusedException(
          address + ": " + e.getMessage() + "; look at fleet.trust and fleet.identity", e);
    }
    byte[] pem = identity == null ? null : Files.readAllBytes(identity);
    builder.sslContext(
        tls -> {
          if (trust != null) {
            tls.trustManager(trust.toFile());
          }
          if (pem != null) {
            tls.keyManager(new ByteArrayInputStream(pem), new ByteArrayInputStream(pem));
          }
        });
  }

  static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  /** Ends each call in time; a stream of a watch has no end. */
  private record Deadline(Duration timeout) implements ClientInterceptor {
    @Override
    public <A, B> ClientCall<A, B> interceptCall(
        MethodDescriptor<A, B> method, CallOptions options, Channel next) {
      return next.newCall(
          method,
          method.getType() == MethodDescriptor.MethodType.UNARY
              ? options.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
              : options);
    }
  }
}
