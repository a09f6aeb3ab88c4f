package dev.pawl.benchmarks.hotread;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

/** AWS SDK v2: its CachedSupplier, through a provider that a stub on loopback feeds. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by JMH before each trial
public class AwsRead {
  private HttpServer stub;
  private ContainerCredentialsProvider provider;

  /** Starts the stub and fetches the credentials once. */
  @Setup(Level.Trial)
  public void start() throws IOException {
    stub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        ("{\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"not-a-secret\",\"Token\":\"not-a-secret\","
                + "\"Expiration\":\""
                + Instant.now().plusSeconds(86_400)
                + "\"}")
            .getBytes(StandardCharsets.US_ASCII);
    stub.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    stub.start();
    System.setProperty(
        "aws.containerCredentialsFullUri", "http://127.0.0.1:" + stub.getAddress().getPort() + "/");
    provider = ContainerCredentialsProvider.create();
    provider.resolveCredentials();
  }

  /** Stops the stub. */
  @TearDown(Level.Trial)
  public void stop() {
    provider.close();
    stub.stop(0);
  }

  /** The measured call. */
  @Benchmark
  public AwsCredentials awsCachedSupplier() {
    return provider.resolveCredentials();
  }
}
