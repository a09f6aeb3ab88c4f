package dev.pawl.benchmarks.lock;

import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import dev.pawl.benchmarks.provider.ProviderProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the refresh lock costs, and how soon the next one has it when its holder is killed. */
public final class LockMeasurement implements Measurement {
  @Override
  public String name() {
    return "lock";
  }

  @Override
  public String question() {
    return "acquire and release; from kill -9 of the holder to the next one's entry";
  }

  @Override
  public String duration() {
    return "50 s, 10 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>(uncontended(effort));
    try (ProviderProcess provider = ProviderProcess.start(effort.scratch(), 0)) {
      rows.addAll(handOver(effort, provider));
    }
    return rows;
  }

  private static List<Row> uncontended(Effort effort) throws IOException {
    Uncontended loops = new Uncontended(effort.scratch());
    Samples ours = new Samples();
    Samples bare = new Samples();
    int turns = effort.of(30, 3);
    int calls = effort.of(20_000, 2_000);
    loops.refreshLock(calls);
    loops.fileChannel(calls);
    for (int turn = 0; turn < turns; turn++) {
      ours.add(loops.refreshLock(calls));
      bare.add(loops.fileChannel(calls));
    }
    Row own = new Row("acquire and release, refresh lock", Map.of(), "us", ours.score());
    return List.of(
        own.with(List.of(new Ratio("FileChannel.tryLock", ours.dividedBy(bare)))),
        new Row("acquire and release, FileChannel.tryLock", Map.of(), "us", bare.score()));
  }

  private static List<Row> handOver(Effort effort, ProviderProcess provider)
      throws IOException, InterruptedException {
    Samples ours = new Samples();
    Samples free = new Samples();
    Samples kernel = new Samples();
    Samples program = new Samples();
    try (HandOver handOver = new HandOver(effort.scratch(), provider)) {
      int turns = effort.of(30, 2);
      for (int turn = 0; turn <= turns; turn++) {
        effort.say("hand-over " + turn + " of " + turns);
        double[] figures = {
          handOver.free(turn), handOver.managers(turn), handOver.kernel(), handOver.program()
        };
        if (turn > 0) { // the first is not counted
          free.add(figures[0]);
          ours.add(figures[1]);
          kernel.add(figures[2]);
          program.add(figures[3]);
        }
      }
    }
    Map<String, String> none = Map.of();
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row("kill -9 to the next spend, 8 managers wait", none, "ms", ours.score())
            .with(
                List.of(
                    new Ratio("lock free", ours.dividedBy(free)),
                    new Ratio("a waiter in the kernel", ours.dividedBy(kernel)))));
    rows.add(worst("kill -9 to the next spend, 8 managers wait, worst", ours));
    rows.add(new Row("call to spend, lock free", none, "ms", free.score()));
    rows.add(new Row("kill -9 to entry, a waiter in the kernel", none, "ms", kernel.score()));
    if (Double.isNaN(program.score().score())) {
      effort.say("no flock here: it is left out");
    } else {
      rows.add(new Row("kill -9 to entry, flock(1) and its child", none, "ms", program.score()));
    }
    return rows;
  }

  private static Row worst(String name, Samples samples) {
    double worst = Samples.quantile(samples.values(), 1);
    return new Row(name, Map.of(), "ms", Estimate.exact(worst));
  }
}
