package dev.pawl.cache.table;

import dev.pawl.cache.slot.IndexSearch;
import dev.pawl.cache.slot.SlotFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The first 64 bytes of a mapped table and what follows from them; drawn in docs/formats.md.
 *
 * @param profiles how many slots there are
 * @param slotBytes how long each is
 * @param epoch random, drawn when the file was made
 */
record TableHeader(int profiles, int slotBytes, long epoch) {
  static final int BYTES = 64;

  static final long MAGIC = 0x0a4c_4254_4c57_4150L; // "PAWLTBL\n" in the file
  static final int VERSION = 1;
  private static final int ENGINE = 1;
  private static final int VERSION_AT = 8;
  private static final int ENGINE_AT = 12;
  private static final int PROFILES_AT = 16;
  private static final int SLOT_BYTES_AT = 20;
  private static final int EPOCH_AT = 24;
  private static final int CHECKSUM_AT = 32;

  static TableHeader of(Geometry geometry, long epoch) {
    return new TableHeader(geometry.profiles(), SlotFormat.bytesFor(geometry.valueBytes()), epoch);
  }

  /** How many places the index has: a power of two, at most half of them ever taken. */
  int places() {
    return IndexSearch.placesFor(profiles);
  }

  int placeOffset(int place) {
    return BYTES + place * Long.BYTES;
  }

  int slotOffset(int slot) {
    return slotsOffset() + slot * slotBytes;
  }

  /** Where the slots begin: on a cache line. */
  int slotsOffset() {
    return (placeOffset(places()) + 63) & ~63;
  }

  int fileBytes() {
    return slotOffset(profiles);
  }

  /** The header and the empty index. */
  byte[] encode() {
    ByteBuffer bytes =
        ByteBuffer.wrap(new byte[slotsOffset()])
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0, MAGIC)
            .putInt(VERSION_AT, VERSION)
            .putInt(ENGINE_AT, ENGINE)
            .putInt(PROFILES_AT, profiles)
            .putInt(SLOT_BYTES_AT, slotBytes)
            .putLong(EPOCH_AT, epoch);
    return bytes.putInt(CHECKSUM_AT, checksum(bytes)).array();
  }

  static TableHeader decode(ByteBuffer bytes) {
    return new TableHeader(
        bytes.getInt(PROFILES_AT), bytes.getInt(SLOT_BYTES_AT), bytes.getLong(EPOCH_AT));
  }

  /** Whether there is a slot of that number, counted from 1. */
  boolean isSlot(long number) {
    return number > 0 && number <= profiles;
  }

  /**
   * What is wrong with the header at the start of {@code table}, a file of {@code size} bytes; null
   * if nothing.
   */
  static @Nullable String problem(ByteBuffer table, long size) {
    if (size < BYTES) {
      return "shorter than a header";
    }
    if (table.getLong(0) != MAGIC) {
      return "made by something else";
    }
    if (table.getInt(VERSION_AT) != VERSION) {
      return "format version " + table.getInt(VERSION_AT) + ", this is " + VERSION;
    }
    if (table.getInt(ENGINE_AT) != ENGINE) {
      return "made by cache engine number " + table.getInt(ENGINE_AT) + ", this is " + ENGINE;
    }
    if (table.getInt(CHECKSUM_AT) != checksum(table)) {
      return "wrong header checksum";
    }
    TableHeader header = decode(table);
    if (!header.isPossible()) {
      return "impossible sizes in its header";
    }
    return size == header.fileBytes()
        ? null
        : "it has " + size + " bytes and should have " + header.fileBytes();
  }

  private boolean isPossible() {
    return profiles > 0
        && profiles <= Geometry.MAX_MAPPED
        && slotBytes >= SlotFormat.bytesFor(Geometry.MIN_VALUE_BYTES)
        && slotBytes <= SlotFormat.bytesFor(Geometry.MAX_VALUE_BYTES)
        && slotBytes == SlotFormat.bytesFor(slotBytes - SlotFormat.VALUE);
  }

  private static int checksum(ByteBuffer bytes) {
    byte[] header = new byte[CHECKSUM_AT];
    bytes.get(0, header);
    CRC32 crc = new CRC32();
    crc.update(header, 0, header.length);
    return (int) crc.getValue();
  }
}
