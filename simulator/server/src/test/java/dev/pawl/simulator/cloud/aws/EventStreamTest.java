package dev.pawl.simulator.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  @Test
  void frame_hasItsLengthsAndChecksums() {
    byte[] frame = EventStream.of(List.of(Map.of("type", "message_stop")));

    ByteBuffer read = ByteBuffer.wrap(frame);

    assertThat(read.getInt(0)).isEqualTo(frame.length);
    assertThat(read.getInt(4)).isEqualTo(75);
    assertThat(read.getInt(8)).isEqualTo(checksum(frame, 8));
    assertThat(read.getInt(frame.length - 4)).isEqualTo(checksum(frame, frame.length - 4));
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }
}
