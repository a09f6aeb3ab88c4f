package dev.pawl.anthropic;

import com.anthropic.vertex.backends.VertexBackend;
import com.google.auth.oauth2.GoogleCredentials;
import dev.pawl.token.TokenSupply;

/** Vertex AI under the Anthropic SDK; needs {@code anthropic-java-vertex}. */
public final class PawlVertex {

  private PawlVertex() {}

  /**
   * Tokens of Google of {@code supply} for the project and region that {@code builder} names; it
   * needs no credential.
   *
   * @throws IllegalArgumentException if the address is neither https nor on loopback
   */
  public static PawlBackend backend(TokenSupply supply, VertexBackend.Builder builder) {
    /* Never asked: each request has its token when the backend sees it. */
    VertexBackend backend =
        builder.googleCredentials(GoogleCredentials.newBuilder().build()).build();
    return PawlBackend.of(
        PawlBackend.authorizer(supply, backend.baseUrl()).build(),
        backend,
        new HeaderPresentation(false));
  }
}
