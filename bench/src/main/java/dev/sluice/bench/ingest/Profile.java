// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.bench.ingest.ProcessFigures.ThreadTime;
import dev.sluice.local.process.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Records with the JDK's Flight Recorder where a JVM's processor time goes, from the outside.
///
/// @param pid the process
/// @param file where the recording goes; one that exists is replaced
public record Profile(long pid, Path file) implements Turn.Watch {
    /// Makes the JVM tell the line that runs, not the nearest place where it could stop.
    public static final String JAVA_OPTIONS =
            " -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints"
                    + " -XX:FlightRecorderOptions:stackdepth=128";

    private static final String RECORDING = "name=ingest";

    @Override
    public void begin() throws IOException, InterruptedException {
        tell(
                "JFR.start",
                RECORDING,
                "settings=profile",
                "jdk.CPUTimeSample#enabled=true",
                "jdk.CPUTimeSample#throttle=5ms");
    }

    @Override
    public void end() throws IOException, InterruptedException {
        tell("JFR.stop", RECORDING, "filename=" + file);
    }

    private void tell(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(String.valueOf(pid));
        command.addAll(List.of(words));
        Path directory = file.toAbsolutePath().getParent();
        Commands.run("recording", directory == null ? Path.of("") : directory, Map.of(), command);
    }

    /// What the threads used, by their names without numbers, the most first.
    static List<String> threads(Collection<ThreadTime> threads) {
        Map<String, Double> groups = new HashMap<>();
        for (ThreadTime thread : threads) {
            groups.merge(
                    thread.name().replaceFirst("[-# \\d]+$", ""), thread.cpuSeconds(), Double::sum);
        }
        double all = groups.values().stream().mapToDouble(Double::doubleValue).sum();
        return groups.entrySet().stream()
                .filter(group -> group.getValue() > 0)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(HotMethods.COUNT)
                .map(group ->
                        String.format(
                                Locale.ROOT,
                                "%5.1f %%  %s",
                                100 * group.getValue() / all,
                                group.getKey()))
                .toList();
    }
}
