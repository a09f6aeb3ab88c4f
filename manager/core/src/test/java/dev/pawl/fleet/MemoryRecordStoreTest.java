package dev.pawl.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.fleet.contract.RecordStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The store of the tests keeps the contract, and fails as it is told to. */
class MemoryRecordStoreTest extends RecordStoreContract {
  private final MemoryRecordStore records = new MemoryRecordStore();

  @Override
  protected RecordStore store() {
    return records.connection();
  }

  @Override
  protected RecordStore unreachable() {
    MemoryRecordStore cut = new MemoryRecordStore();
    cut.away(true);
    return cut;
  }

  @Test
  void loseAnswers_write_isAppliedAndItsAnswerLost() throws IOException {
    records.loseAnswers(1);

    assertThatThrownBy(() -> records.compareAndSet("p", 0, new RecordUpdate("{}", null)))
        .isInstanceOf(IOException.class);

    assertThat(records.connection().read("p")).isNotNull();
  }

  @Test
  void holdWrites_write_isAppliedWhenItIsDelivered() throws IOException {
    records.holdWrites(1);

    assertThatThrownBy(() -> records.compareAndSet("p", 0, new RecordUpdate("{}", null)))
        .isInstanceOf(IOException.class);

    assertThat(records.read("p")).isNull();
    records.deliver();
    assertThat(records.read("p")).isNotNull();
  }

  @Test
  void deliver_recordWasWrittenSince_leavesIt() throws IOException {
    records.holdWrites(1);
    assertThatThrownBy(() -> records.compareAndSet("p", 0, new RecordUpdate("late", null)))
        .isInstanceOf(IOException.class);
    Written other = records.connection().compareAndSet("p", 0, new RecordUpdate("first", null));

    records.deliver();

    assertThat(other.isApplied()).isTrue();
    assertThat(records.read("p")).extracting("body").isEqualTo("first");
  }

  @Test
  void restorePoint_writtenSince_isLost() throws IOException {
    Written kept = records.compareAndSet("p", 0, new RecordUpdate("kept", null));
    Runnable restore = records.restorePoint();
    records.compareAndSet("p", kept.version(), new RecordUpdate("lost", null));

    restore.run();

    assertThat(records.read("p")).isEqualTo(new VersionedRecord(kept.version(), "kept"));
  }
}
