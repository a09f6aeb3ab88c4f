package dev.pawl.anthropic;

import com.anthropic.core.http.HttpRequest;
import dev.pawl.http.RequestAuthorizer.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which attempt a request belongs to, on its way from an interceptor to the backend: requests of
 * the SDK carry nothing but headers, so one of them names it. Thread-safe.
 */
final class Attempts {
  private static final String MARK = "X-Pawl-Attempt";

  private final Map<String, Attempt> running = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  /** Begins {@code attempt}, and gives its name. */
  String begin(Attempt attempt) {
    String name = Long.toString(last.incrementAndGet());
    running.put(name, attempt);
    return name;
  }

  /** Ends the attempt {@code name}. */
  void end(String name) {
    running.remove(name);
  }

  /** {@code request} as part of the attempt {@code name}. */
  static HttpRequest marked(HttpRequest request, String name) {
    return request.toBuilder().replaceHeaders(MARK, name).build();
  }

  /** {@code request} as it goes out. */
  static HttpRequest unmarked(HttpRequest request) {
    return request.toBuilder().removeHeaders(MARK).build();
  }

  /** The attempt that {@code request} is part of. */
  Optional<Attempt> of(HttpRequest request) {
    List<String> names = request.headers().values(MARK);
    return names.isEmpty() ? Optional.empty() : Optional.ofNullable(running.get(names.get(0)));
  }
}
