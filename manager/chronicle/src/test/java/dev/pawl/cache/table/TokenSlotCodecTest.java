package dev.pawl.cache.table;

import dev.pawl.cache.slot.TokenSlot;
import java.nio.ByteBuffer;

/** The properties of a slot in memory of this process alone. */
class TokenSlotCodecTest extends SlotProperties {
  TokenSlotCodecTest() {
    super(ByteBuffer.allocateDirect(TokenSlot.bytesFor(VALUE_BYTES)));
  }
}
