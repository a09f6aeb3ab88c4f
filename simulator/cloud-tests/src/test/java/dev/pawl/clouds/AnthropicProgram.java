package dev.pawl.clouds;

import com.anthropic.aws.backends.AwsBackend;
import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.bedrock.backends.BedrockMantleBackend;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.foundry.backends.FoundryBackend;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.vertex.backends.VertexBackend;
import dev.pawl.TokenManager;
import dev.pawl.anthropic.PawlAnthropicAws;
import dev.pawl.anthropic.PawlBackend;
import dev.pawl.anthropic.PawlBedrock;
import dev.pawl.anthropic.PawlFoundry;
import dev.pawl.anthropic.PawlVertex;
import dev.pawl.clouddrills.crew.Orders;
import dev.pawl.credentials.Credentials;
import java.io.IOException;
import software.amazon.awssdk.regions.Region;

/**
 * A program that calls a model through the Anthropic SDK with the credentials that all processes
 * share. Arguments: the cloud, and its address. Each line of its input brings what became of a
 * call: the id of the answer, how it ended if it is a {@code stream}, or the status.
 */
final class AnthropicProgram {
  static final MessageCreateParams MESSAGE =
      MessageCreateParams.builder()
          .model("claude-test")
          .maxTokens(1L)
          .addUserMessage("hello")
          .build();

  private AnthropicProgram() {}

  public static void main(String[] args) throws IOException {
    try (Credentials credentials = Credentials.builder(TokenManager.builder()).build()) {
      AnthropicClient client =
          backend(args[0], args[1], credentials).on(AnthropicOkHttpClient.builder()).build();
      Orders.serve(order -> answer(client, order));
      client.close();
    }
  }

  static PawlBackend backend(String cloud, String address, Credentials credentials) {
    return switch (cloud) {
      case "bedrock" ->
          PawlBedrock.backend(
              credentials, BedrockBackend.builder().region(Region.US_EAST_1).baseUrl(address));
      case "mantle" ->
          PawlBedrock.mantle(
              credentials,
              BedrockMantleBackend.builder()
                  .region(Region.US_EAST_1)
                  .baseUrl(address + "/anthropic"));
      case "claude" ->
          PawlAnthropicAws.backend(
              credentials,
              AwsBackend.builder()
                  .region(Region.US_EAST_1)
                  .workspaceId("wrkspc_simulated")
                  .baseUrl(address));
      case "vertex" ->
          PawlVertex.backend(
              credentials,
              VertexBackend.builder().region("us-east5").project("p").baseUrl(address));
      default -> PawlFoundry.backend(credentials, FoundryBackend.builder().baseUrl(address));
    };
  }

  private static String answer(AnthropicClient client, String order) {
    try {
      return order.equals("stream") ? streamed(client) : client.messages().create(MESSAGE).id();
    } catch (AnthropicServiceException e) {
      return String.valueOf(e.statusCode());
    }
  }

  private static String streamed(AnthropicClient client) {
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(MESSAGE)) {
      return events.stream().anyMatch(RawMessageStreamEvent::isMessageStop) ? "stopped" : "cut";
    }
  }
}
