package dev.pawl.cache.table;

import dev.pawl.cache.slot.SlotProperties;
import java.io.IOException;

/** The properties of a slot in the memory that this engine gives out. */
class ChronicleSlotCodecTest extends SlotProperties {
  ChronicleSlotCodecTest() throws IOException {
    super(SlotMemory.of(TableEngine.CHRONICLE));
  }
}
