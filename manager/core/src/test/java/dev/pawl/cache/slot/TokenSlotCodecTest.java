package dev.pawl.cache.slot;

import java.nio.ByteBuffer;

/** The properties of a slot in memory of this process alone. */
class TokenSlotCodecTest extends SlotProperties {
  TokenSlotCodecTest() {
    super(ByteBuffer.allocateDirect(TokenSlot.bytesFor(VALUE_BYTES)));
  }
}
