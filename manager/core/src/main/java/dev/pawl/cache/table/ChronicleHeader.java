package dev.pawl.cache.table;

import dev.pawl.cache.slot.IndexSearch;
import dev.pawl.cache.slot.SlotFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The first 128 bytes of the file beside a Chronicle Map and what follows from them; drawn in
 * docs/formats.md. The first 64 never change; behind them stand two words that do.
 *
 * @param profiles how many profiles there is room for
 * @param slotBytes how long the slot of each is
 * @param epoch random, drawn when the table was made; the map's file is named after it
 * @param map what the map's file was when it was made
 */
record ChronicleHeader(int profiles, int slotBytes, long epoch, MapFile map) {
  static final int BYTES = 128;

  private static final int ENGINE = 2;
  private static final int VERSION_AT = 8;
  private static final int ENGINE_AT = 12;
  private static final int PROFILES_AT = 16;
  private static final int SLOT_BYTES_AT = 20;
  private static final int EPOCH_AT = 24;
  private static final int MAP_BYTES_AT = 32;
  private static final int HEAD_BYTES_AT = 40;
  private static final int HEAD_CHECKSUM_AT = 44;
  private static final int CHECKSUM_AT = 48;

  /** How many profiles have a slot; changed under the table lock. */
  static final int USED_AT = 64;

  /** Not 0 once the table is given up for a fresh one. */
  static final int RETIRED_AT = 72;

  /**
   * The file of a Chronicle Map.
   *
   * @param bytes its length, which never changes
   * @param headBytes how long the part is that Chronicle writes once
   * @param headChecksum CRC-32 of that part
   */
  record MapFile(long bytes, int headBytes, int headChecksum) {}

  int places() {
    return IndexSearch.placesFor(profiles);
  }

  int fileBytes() {
    return BYTES + places() * Long.BYTES;
  }

  /** The header alone: all behind it is zeros. */
  byte[] encode() {
    ByteBuffer bytes =
        ByteBuffer.wrap(new byte[BYTES])
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0, TableHeader.MAGIC)
            .putInt(VERSION_AT, TableHeader.VERSION)
            .putInt(ENGINE_AT, ENGINE)
            .putInt(PROFILES_AT, profiles)
            .putInt(SLOT_BYTES_AT, slotBytes)
            .putLong(EPOCH_AT, epoch)
            .putLong(MAP_BYTES_AT, map.bytes)
            .putInt(HEAD_BYTES_AT, map.headBytes)
            .putInt(HEAD_CHECKSUM_AT, map.headChecksum);
    return bytes.putInt(CHECKSUM_AT, checksum(bytes)).array();
  }

  static ChronicleHeader decode(ByteBuffer bytes) {
    return new ChronicleHeader(
        bytes.getInt(PROFILES_AT),
        bytes.getInt(SLOT_BYTES_AT),
        bytes.getLong(EPOCH_AT),
        new MapFile(
            bytes.getLong(MAP_BYTES_AT),
            bytes.getInt(HEAD_BYTES_AT),
            bytes.getInt(HEAD_CHECKSUM_AT)));
  }

  /** What is wrong with the header in {@code table}; null if nothing. */
  static @Nullable String problem(ByteBuffer table) {
    if (table.capacity() < BYTES) {
      return "shorter than a header";
    }
    if (table.getLong(0) != TableHeader.MAGIC) {
      return "made by something else";
    }
    if (table.getInt(VERSION_AT) != TableHeader.VERSION) {
      return "format version " + table.getInt(VERSION_AT) + ", this is " + TableHeader.VERSION;
    }
    if (table.getInt(ENGINE_AT) != ENGINE) {
      return "made by cache engine number " + table.getInt(ENGINE_AT) + ", this is " + ENGINE;
    }
    if (table.getInt(CHECKSUM_AT) != checksum(table)) {
      return "wrong header checksum";
    }
    if (table.getLong(RETIRED_AT) != 0) {
      return "it was given up";
    }
    ChronicleHeader header = decode(table);
    if (!header.isPossible()) {
      return "impossible sizes in its header";
    }
    return table.capacity() == header.fileBytes()
        ? null
        : "it has " + table.capacity() + " bytes and should have " + header.fileBytes();
  }

  private boolean isPossible() {
    return profiles > 0
        && profiles <= Geometry.MAX_PROFILES
        && slotBytes >= SlotFormat.bytesFor(Geometry.MIN_VALUE_BYTES)
        && slotBytes <= SlotFormat.bytesFor(Geometry.MAX_VALUE_BYTES)
        && slotBytes == SlotFormat.bytesFor(slotBytes - SlotFormat.VALUE)
        && map.headBytes > 0
        && map.headBytes <= map.bytes;
  }

  private static int checksum(ByteBuffer bytes) {
    byte[] header = new byte[CHECKSUM_AT];
    bytes.get(0, header);
    CRC32 crc = new CRC32();
    crc.update(header, 0, header.length);
    return (int) crc.getValue();
  }
}
