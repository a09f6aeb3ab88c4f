package dev.pawl.cache.slot;

import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.file.FileIdentity;
import dev.pawl.spi.Grant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The bytes of one slot, little-endian, version 1; drawn in docs/formats.md. */
public final class SlotFormat {
  public static final int SEQUENCE = 0;
  public static final int CHECKSUM = 8;
  public static final int NAME_LENGTH = 16;
  public static final int NAME = 24;
  static final int MAX_NAME_BYTES = 128;

  /** Where the published record starts; everything below is counted from the slot's start. */
  public static final int RECORD = NAME + MAX_NAME_BYTES;

  public static final int VALUE = 320;

  private static final int VERDICT = RECORD + 4;
  private static final int IDENTITY_COUNT = RECORD + 5;
  private static final int FAILURES = RECORD + 6;
  private static final int GENERATION = 160;
  private static final int ISSUED = 168;
  private static final int EXPIRES = 176;
  private static final int COOLDOWN = 184;
  private static final int URGENT_COOLDOWN = 192;
  private static final int REJECTED = 200;
  private static final int SKEW = 208;
  private static final int IDENTITIES = 216;
  private static final int IDENTITY_BYTES = 24;
  private static final int NO_VALUE = -1;

  private SlotFormat() {}

  /** How many bytes a slot takes whose value may have {@code valueBytes}; a multiple of 64. */
  public static int bytesFor(int valueBytes) {
    return Math.addExact(VALUE + 63, valueBytes) & ~63;
  }

  /** The record's bytes; without its value if UTF-8 cannot carry it in {@code capacity} bytes. */
  static byte[] encode(SlotRecord record, int capacity) {
    byte[] value = value(record.access(), capacity);
    byte[] encoded = new byte[VALUE - RECORD + (value == null ? 0 : value.length)];
    ByteBuffer bytes = wrap(encoded);
    bytes.putInt(0, value == null ? NO_VALUE : value.length);
    bytes.put(VERDICT - RECORD, (byte) record.verdict().code);
    bytes.putShort(FAILURES - RECORD, (short) record.failures());
    bytes.putLong(GENERATION - RECORD, record.generation());
    bytes.putLong(ISSUED - RECORD, record.issuedAt());
    bytes.putLong(EXPIRES - RECORD, record.expiresAt());
    bytes.putLong(COOLDOWN - RECORD, record.cooldown().until());
    bytes.putLong(URGENT_COOLDOWN - RECORD, record.cooldown().urgentUntil());
    bytes.putLong(REJECTED - RECORD, record.rejectedGeneration());
    bytes.putLong(SKEW - RECORD, record.skewMillis());
    encode(record.decidedFrom(), bytes);
    if (value != null) {
      bytes.put(VALUE - RECORD, value);
    }
    return encoded;
  }

  private static void encode(List<FileIdentity> identities, ByteBuffer bytes) {
    bytes.put(IDENTITY_COUNT - RECORD, (byte) identities.size());
    int at = IDENTITIES - RECORD;
    for (FileIdentity identity : identities) {
      bytes.putLong(at, identity.key());
      bytes.putLong(at + 8, identity.size());
      bytes.putLong(at + 16, identity.modified());
      at += IDENTITY_BYTES;
    }
  }

  private static byte @Nullable [] value(@Nullable String access, int capacity) {
    if (access == null || access.length() > capacity) {
      return null;
    }
    byte[] value = access.getBytes(StandardCharsets.UTF_8);
    boolean whole =
        value.length <= capacity && access.equals(new String(value, StandardCharsets.UTF_8));
    return whole ? value : null;
  }

  /**
   * How many bytes a record takes whose first word says {@code valueLength}; -1 if it cannot be.
   */
  static int recordBytes(int valueLength, int capacity) {
    if (valueLength < NO_VALUE || valueLength > capacity) {
      return -1;
    }
    return VALUE - RECORD + Math.max(valueLength, 0);
  }

  /** A copy of the record's bytes in {@code slot}; null if there cannot be so many. */
  public static byte @Nullable [] record(ByteBuffer slot, int capacity) {
    int bytes = recordBytes(slot.getInt(RECORD), capacity);
    if (bytes < 0) {
      return null;
    }
    byte[] record = new byte[bytes];
    slot.get(RECORD, record);
    return record;
  }

  /** Whether a slot with this sequence is being written, or was abandoned by a dead writer. */
  public static boolean isChanging(long sequence) {
    return (sequence & 1) != 0;
  }

  /**
   * What was published for {@code name} under {@code sequence}; null if it is not what these bytes
   * say.
   */
  public static @Nullable SlotRecord published(
      byte[] name, long sequence, int checksum, byte @Nullable [] bytes) {
    return bytes == null || checksum != checksum(name, sequence, bytes) ? null : decode(bytes);
  }

  /** The record in {@code record}; null if no version 1 writer can have written it. */
  static @Nullable SlotRecord decode(byte[] record) {
    ByteBuffer bytes = wrap(record);
    Verdict verdict = Verdict.of(bytes.get(VERDICT - RECORD));
    int identities = bytes.get(IDENTITY_COUNT - RECORD);
    int failures = bytes.getShort(FAILURES - RECORD);
    if (verdict == null
        || failures < 0
        || failures > SlotRecord.MOST_FAILURES
        || identities < 0
        || identities > SlotRecord.MAX_IDENTITIES
        || !Grant.isGeneration(bytes.getLong(GENERATION - RECORD))
        || !Grant.isGeneration(bytes.getLong(REJECTED - RECORD))) {
      return null;
    }
    return new SlotRecord(
        bytes.getLong(GENERATION - RECORD),
        verdict,
        bytes.getLong(ISSUED - RECORD),
        bytes.getLong(EXPIRES - RECORD),
        new Cooldown(bytes.getLong(COOLDOWN - RECORD), bytes.getLong(URGENT_COOLDOWN - RECORD)),
        bytes.getLong(REJECTED - RECORD),
        bytes.getLong(SKEW - RECORD),
        failures,
        access(record, bytes.getInt(0)),
        identities(bytes, identities));
  }

  static boolean hasValue(byte[] record) {
    return wrap(record).getInt(0) != NO_VALUE;
  }

  private static @Nullable String access(byte[] record, int length) {
    return length == NO_VALUE
        ? null
        : new String(record, VALUE - RECORD, length, StandardCharsets.UTF_8);
  }

  private static List<FileIdentity> identities(ByteBuffer bytes, int count) {
    FileIdentity[] identities = new FileIdentity[count];
    for (int i = 0; i < count; i++) {
      int at = IDENTITIES - RECORD + i * IDENTITY_BYTES;
      identities[i] =
          new FileIdentity(bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16));
    }
    return List.of(identities);
  }

  /** The checksum of a record published for {@code name} under {@code sequence}. */
  static int checksum(byte[] name, long sequence, byte[] record) {
    CRC32 crc = new CRC32();
    crc.update(name, 0, name.length);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      crc.update((int) (sequence >>> shift));
    }
    crc.update(record, 0, record.length);
    return (int) crc.getValue();
  }

  /**
   * The profile's name as a slot holds it.
   *
   * @throws IllegalArgumentException if it is longer than 128 bytes or not Unicode text
   */
  public static byte[] name(String profile) {
    byte[] name = profile.getBytes(StandardCharsets.UTF_8);
    if (name.length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "a profile's name has at most "
              + MAX_NAME_BYTES
              + " bytes in UTF-8, this one has "
              + name.length);
    }
    if (!profile.equals(new String(name, StandardCharsets.UTF_8))) {
      throw new IllegalArgumentException("a profile's name must not hold half a surrogate pair");
    }
    return name;
  }

  /** Where a name's search in an index starts: FNV-1a of 32 bits. */
  static int hash(byte[] name) {
    int hash = 0x811c_9dc5;
    for (byte b : name) {
      hash = (hash ^ (b & 0xff)) * 0x0100_0193;
    }
    return hash;
  }

  /** The bytes of a new slot: a name, nothing published. */
  public static byte[] blank(byte[] name, int slotBytes) {
    byte[] slot = new byte[slotBytes];
    wrap(slot).putInt(NAME_LENGTH, name.length).put(NAME, name);
    return slot;
  }

  /** Whether {@code slot} was made for {@code name}. */
  public static boolean isNamed(ByteBuffer slot, byte[] name) {
    if (slot.getInt(NAME_LENGTH) != name.length) {
      return false;
    }
    byte[] found = new byte[name.length];
    slot.get(NAME, found);
    return Arrays.equals(found, name);
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
