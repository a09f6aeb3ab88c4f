package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.core.dialect.Dialects;
import dev.pawl.simulator.core.exchange.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Errors as AWS words them, in one of its two forms. Thread-safe. */
final class AwsError {
  /** The errors of services that speak JSON. */
  static final AwsError JSON = new AwsError("aws-json");

  /** The errors of the query services. */
  static final AwsError XML = new AwsError("aws-xml");

  private static final AtomicLong REQUESTS = new AtomicLong();

  private final String dialect;

  private AwsError(String dialect) {
    this.dialect = dialect;
  }

  /** Returns a new id for a request. */
  static String requestId() {
    return String.format(Locale.ROOT, "51a0c1a0-0000-4000-8000-%012x", REQUESTS.incrementAndGet());
  }

  Reply reply(String code, Instant now) {
    return Dialects.named(dialect).error(code).reply(now, requestId());
  }

  /** Returns the refusal of a signature, with the time that stands in it. */
  Reply signature(SignatureProblem problem, Instant now, Instant signedAt) {
    Reply reply = reply(this == JSON ? problem.inJson : problem.inXml, now);
    boolean isAboutTime = problem == SignatureProblem.EARLIER || problem == SignatureProblem.LATER;
    return isAboutTime ? timed(reply, Signature.TIME.format(signedAt)) : reply;
  }

  private static Reply timed(Reply reply, String signedAt) {
    if (reply.content() instanceof Reply.Text text) {
      return new Reply(
          reply.status(),
          reply.headers(),
          new Reply.Text(text.mediaType(), timed(text.value(), signedAt)));
    }
    Map<String, Object> members = new LinkedHashMap<>(reply.members());
    members.computeIfPresent("message", (name, value) -> timed(String.valueOf(value), signedAt));
    return reply.members(members);
  }

  /* The first time in the text is that of the signature. */
  private static String timed(String text, String signedAt) {
    return text.replaceFirst("(: )[0-9]{8}T[0-9]{6}Z", "$1" + signedAt);
  }
}
