package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.wire.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Events in the frames of {@code application/vnd.amazon.eventstream}. */
final class EventStream {
  /** The media type. */
  static final String TYPE = "application/vnd.amazon.eventstream";

  private static final byte TEXT = 7;
  private static final int FRAME = 16; // two lengths and two checksums

  private EventStream() {}

  /** Returns the frames of a model's events. */
  static byte[] of(List<Map<String, Object>> events) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (Map<String, Object> event : events) {
      byte[] json = StrictJson.write(event).getBytes(StandardCharsets.UTF_8);
      Map<String, String> chunk = Map.of("bytes", Base64.getEncoder().encodeToString(json));
      frames.writeBytes(frame(StrictJson.write(chunk).getBytes(StandardCharsets.UTF_8)));
    }
    return frames.toByteArray();
  }

  private static byte[] frame(byte[] payload) {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    header(headers, ":event-type", "chunk");
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", "event");
    int length = FRAME + headers.size() + payload.length;
    ByteBuffer frame = ByteBuffer.allocate(length).putInt(length).putInt(headers.size());
    frame.putInt(checksum(frame)).put(headers.toByteArray()).put(payload);
    return frame.putInt(checksum(frame)).array();
  }

  private static void header(ByteArrayOutputStream headers, String name, String value) {
    headers.write(name.length());
    headers.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    headers.write(TEXT);
    headers.write(0);
    headers.write(value.length());
    headers.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /* Of all that is there so far. */
  private static int checksum(ByteBuffer frame) {
    CRC32 sum = new CRC32();
    sum.update(frame.duplicate().flip());
    return (int) sum.getValue();
  }
}
