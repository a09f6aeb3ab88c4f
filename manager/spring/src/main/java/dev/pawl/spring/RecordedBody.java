package dev.pawl.spring;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A body that is kept while it is sent, so that the same bytes can be sent again without asking for
 * them twice. Of one request, whose sendings follow each other.
 */
final class RecordedBody implements BodyInserter<Object, ClientHttpRequest> {
  /** How many bytes are kept. */
  static final int LIMIT = 256 << 10;

  private static final String CONTENT = "Content-";

  private final BodyInserter<?, ? super ClientHttpRequest> original;
  private volatile @Nullable Sent sent;

  /**
   * What went out.
   *
   * @param headers that the body brought
   */
  private record Sent(HttpHeaders headers, ByteBuffer bytes) {}

  /** The body that {@code original} makes. */
  RecordedBody(BodyInserter<?, ? super ClientHttpRequest> original) {
    this.original = original;
  }

  /** Whether all of it has been sent and kept. */
  boolean isRepeatable() {
    return sent != null;
  }

  @Override
  public Mono<Void> insert(ClientHttpRequest request, Context context) {
    Sent again = sent;
    if (again == null) {
      return original.insert(new Recorder(request), context);
    }
    again.headers().forEach(request.getHeaders()::putIfAbsent);
    return again.bytes().remaining() == 0
        ? request.setComplete()
        : request.writeWith(
            Mono.fromCallable(() -> request.bufferFactory().wrap(again.bytes().duplicate())));
  }

  /** A request that tells what is written to it. */
  private final class Recorder extends ClientHttpRequestDecorator {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Recorder(ClientHttpRequest request) {
      super(request);
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
      return super.writeWith(Flux.from(body).doOnNext(this::keep).doOnComplete(this::finish));
    }

    @Override
    public Mono<Void> setComplete() {
      finish();
      return super.setComplete();
    }

    /* Signals come one after the other (Reactive Streams rule 1.3). */
    private void keep(DataBuffer buffer) {
      try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
        while (parts.hasNext() && bytes.size() <= LIMIT) {
          ByteBuffer part = parts.next();
          byte[] copy = new byte[Math.min(part.remaining(), LIMIT + 1)];
          part.get(copy);
          bytes.writeBytes(copy);
        }
      }
    }

    private void finish() {
      if (bytes.size() <= LIMIT) {
        sent = new Sent(ofContent(getHeaders()), ByteBuffer.wrap(bytes.toByteArray()));
      }
    }

    /* Those of the token are each attempt's own. */
    private static HttpHeaders ofContent(HttpHeaders all) {
      HttpHeaders some = new HttpHeaders();
      all.forEach(
          (name, values) -> {
            if (name.regionMatches(true, 0, CONTENT, 0, CONTENT.length())) {
              some.addAll(name, values);
            }
          });
      return some;
    }
  }
}
