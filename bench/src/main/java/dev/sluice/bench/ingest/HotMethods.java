// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/// The methods that a recording met most often, when it looked at threads that used the processor.
public final class HotMethods {
    /// How many are told.
    static final int COUNT = 10;

    private static final String SAMPLE = "jdk.CPUTimeSample";
    private static final String OWN = "dev.sluice.";
    private static final String NOBODY = "none of its own";

    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Integer> ownWithin = new HashMap<>();
    private final Map<String, Integer> ownClasses = new HashMap<>();
    private int samples;

    /// Reads a recording.
    public static HotMethods read(Path recording) throws IOException {
        HotMethods methods = new HotMethods();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals(SAMPLE)
                        && event.getStackTrace() != null) {
                    methods.add(
                            event.getStackTrace().getFrames().stream()
                                    .map(HotMethods::name)
                                    .toList());
                }
            }
        }
        return methods;
    }

    /// Counts a stack.
    ///
    /// @param stack the method that ran first
    void add(List<String> stack) {
        if (stack.isEmpty()) {
            return;
        }
        samples++;
        running.merge(stack.getFirst(), 1, Integer::sum);
        Set<String> own = new HashSet<>(stack);
        own.removeIf(name -> !name.startsWith(OWN));
        own.forEach(name -> ownWithin.merge(name, 1, Integer::sum));
        ownClasses.merge(
                stack.stream()
                        .filter(name -> name.startsWith(OWN))
                        .map(HotMethods::outermostClass)
                        .findFirst()
                        .orElse(NOBODY),
                1,
                Integer::sum);
    }

    private static String outermostClass(String method) {
        String type = method.substring(0, method.lastIndexOf('.'));
        int inner = type.indexOf('$');
        return inner < 0 ? type : type.substring(0, inner);
    }

    /// The methods that ran, the most frequent first, with their share.
    List<String> running() {
        return top(running);
    }

    /// Sluice's own methods that ran or waited for what they had called, the most frequent first.
    List<String> ownWithin() {
        return top(ownWithin);
    }

    /// Sluice's own classes that ran or called what ran, the most frequent first.
    List<String> ownClasses() {
        return top(ownClasses);
    }

    private List<String> top(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(COUNT)
                .map(entry ->
                        String.format(
                                Locale.ROOT,
                                "%5.1f %%  %s",
                                100.0 * entry.getValue() / samples,
                                entry.getKey()))
                .toList();
    }

    private static String name(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return method.getType().getName() + "." + method.getName();
    }
}
