package dev.pawl.clouddrills;

import dev.pawl.clouddrills.drill.CloudDrill;
import dev.pawl.clouddrills.drill.CloudVerdict;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl drill clouds}: programs with the libraries of AWS, Google and Azure. */
@Command(
    name = "pawl drill clouds",
    description = {
      "Starts real programs with the libraries of AWS, Google and Azure on one login of a cloud,",
      "breaks things, and judges what came of it by the ledger of the simulated cloud.",
      "Without names: all, in some minutes on two cores."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every drill passed",
      "1:at least one drill failed; what was broken is printed below the table",
      "2:wrong usage",
      "4:the drills could not be run, or the report could not be written; the message says why"
    })
final class CloudDrillsCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int CANNOT = 4;
  private static final int MOST = 256;

  @Parameters(paramLabel = "NAME|NUMBER", description = "Only these drills. Default: all.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--list", description = "Print the drills, or those that are named, and end.")
  private boolean list;

  @Option(names = "--processes", paramLabel = "N", description = "How many. Default: 32.")
  private int processes = 32;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What tokens are made from. Default: random, printed.")
  private long seed = ThreadLocalRandom.current().nextLong(1, 1_000_000_000);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the verdicts as JSON.")
  private @Nullable Path json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() {
    List<CloudDrill> drills = chosen();
    if (list) {
      drills.forEach(drill -> print(line(drill)));
      return 0;
    }
    try {
      return run(drills);
    } catch (IOException e) {
      spec.commandLine().getErr().println("pawl drill clouds: " + e.getMessage());
      return CANNOT;
    }
  }

  private List<CloudDrill> chosen() {
    if (processes < 1 || processes > MOST) {
      throw wrong("--processes must be 1 to " + MOST + ", not " + processes);
    }
    if (json != null && Files.isDirectory(json)) {
      throw wrong("--json " + json + " is a directory; name a file");
    }
    try {
      return CloudDrill.meant(words);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String line(CloudDrill drill) {
    return String.format(
        Locale.ROOT, "%3d  %-24s %s", drill.number(), drill.name(), drill.summary());
  }

  private int run(List<CloudDrill> drills) throws IOException {
    List<CloudVerdict> verdicts = new ArrayList<>();
    for (CloudDrill drill : drills) {
      tell(
          String.format(
              Locale.ROOT, "[%d/%d] %s", verdicts.size() + 1, drills.size(), drill.name()));
      verdicts.add(drill.run(processes, seed));
    }
    print(CloudVerdict.heading());
    verdicts.forEach(verdict -> print(verdict.line()));
    long passed = verdicts.stream().filter(CloudVerdict::isPass).count();
    print(passed + " of " + verdicts.size() + " drills passed, seed " + seed);
    verdicts.stream().filter(verdict -> !verdict.isPass()).forEach(this::explain);
    if (json != null) {
      Files.writeString(json, document(verdicts));
    }
    return passed == verdicts.size() ? 0 : FAILED;
  }

  private void explain(CloudVerdict verdict) {
    print("");
    print(verdict.word() + "  " + verdict.drill().name());
    verdict.violations().forEach(violation -> print("  " + violation));
    print("  repeat: " + verdict.repeat());
  }

  private String document(List<CloudVerdict> verdicts) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("seed", seed);
    members.put("drills", verdicts.stream().map(CloudVerdict::members).toList());
    return StrictJson.write(members) + "\n";
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
