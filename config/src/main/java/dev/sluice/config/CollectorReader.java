// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Reads the collector's variables, which have the names of the original's: from the environment,
/// else from where an AppInstance gives them to the component.
final class CollectorReader {
    private static final String PREFIX = "INFLUXDB_IOX_GC_";
    private static final String SECTION =
            "components.garbage-collector.template.containers.iox.env";
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([mhd])");
    private static final Duration DURATION_MAX = Duration.ofDays(36_500);
    private static final int MINUTES_MAX = 1_000_000;
    private static final int LIMIT_MAX = 1_000_000;

    private final Map<String, String> environment;
    private final @Nullable Section file;
    private final Findings findings;
    private final Set<String> declared = new HashSet<>();

    private CollectorReader(
            Map<String, String> environment, @Nullable Section file, Findings findings) {
        this.environment = environment;
        this.file = file;
        this.findings = findings;
    }

    /// A value and where it comes from.
    private record Given(String text, @Nullable Node place) {}

    /// Reads all of them.
    ///
    /// @param top the whole file, where there is one
    static CollectorConfig read(
            @Nullable Section top, Map<String, String> environment, Findings findings) {
        Section section = top;
        for (String key : SECTION.split("\\.", -1)) {
            Node node = section == null ? null : section.find(key);
            // Another shape is the operator's to refuse.
            section = node == null ? null : Section.of("", node, new Findings(""));
        }
        CollectorReader reader = new CollectorReader(environment, section, findings);
        CollectorConfig standard = CollectorConfig.DEFAULT;
        CollectorConfig config =
                new CollectorConfig(
                        reader.sweep("OBJECTSTORE", standard.objects()),
                        reader.sweep("PARQUETFILE", standard.files()),
                        reader.minutes("RETENTION", standard.retentionPause()),
                        reader.removal("NAMESPACE", standard.databases()),
                        reader.removal("TABLE", standard.tables()));
        reader.warnOfUnknown();
        return config;
    }

    private CollectorConfig.Sweep sweep(String what, CollectorConfig.Sweep standard) {
        return new CollectorConfig.Sweep(
                duration(PREFIX + what + "_CUTOFF", standard.cutoff(), CollectorConfig.CUTOFF_MIN),
                minutes(what, standard.pause()));
    }

    private CollectorConfig.Removal removal(String what, CollectorConfig.Removal standard) {
        return new CollectorConfig.Removal(
                truth("INFLUXDB_IOX_ENABLE_" + what + "_ROW_DELETION", standard.enabled()),
                duration(PREFIX + what + "_CUTOFF", standard.cutoff(), Duration.ZERO),
                duration(
                        PREFIX + what + "_SLEEP_INTERVAL", standard.pause(), Duration.ofMinutes(1)),
                whole(PREFIX + what + "_LIMIT", standard.limit(), LIMIT_MAX));
    }

    private Duration minutes(String what, Duration whenAbsent) {
        return Duration.ofMinutes(
                whole(
                        PREFIX + what + "_SLEEP_INTERVAL_MINUTES",
                        Math.toIntExact(whenAbsent.toMinutes()),
                        MINUTES_MAX));
    }

    private Duration duration(String variable, Duration whenAbsent, Duration min) {
        Given given = find(variable);
        if (given == null) {
            return whenAbsent;
        }
        Matcher text = DURATION.matcher(given.text);
        if (text.matches()) {
            long count = Long.parseLong(text.group(1));
            Duration value =
                    switch (text.group(2)) {
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            if (value.compareTo(min) >= 0 && value.compareTo(DURATION_MAX) <= 0) {
                return value;
            }
        }
        refuse(
                given,
                variable,
                "must be a whole number of m, h or d, such as 6h or 14d, from "
                        + (min.toHours() > 0 ? min.toHours() + "h" : min.toMinutes() + "m")
                        + " to "
                        + DURATION_MAX.toDays()
                        + "d");
        return whenAbsent;
    }

    private int whole(String variable, int whenAbsent, int max) {
        Given given = find(variable);
        if (given == null) {
            return whenAbsent;
        }
        try {
            int value = Integer.parseInt(given.text);
            if (value >= 1 && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below, like a number out of bounds
        }
        refuse(given, variable, "must be a whole number from 1 to " + max);
        return whenAbsent;
    }

    private boolean truth(String variable, boolean whenAbsent) {
        Given given = find(variable);
        if (given == null) {
            return whenAbsent;
        }
        return switch (given.text) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                refuse(given, variable, "must be true or false");
                yield whenAbsent;
            }
        };
    }

    private @Nullable Given find(String variable) {
        declared.add(variable);
        String value = environment.get(variable);
        if (value != null) {
            return new Given(value.strip(), null);
        }
        Node place = file == null ? null : file.find(variable);
        if (place == null) {
            return null;
        }
        if (place instanceof ScalarNode scalar) {
            return new Given(scalar.getValue().strip(), place);
        }
        findings.refuse(place, keyOf(variable), variable + " must be a single value");
        return null;
    }

    private void refuse(Given given, String variable, String rule) {
        String message = variable + " " + rule + ", not \"" + given.text + "\"";
        if (given.place == null) {
            findings.refuse("environment", variable, message);
        } else {
            findings.refuse(given.place, keyOf(variable), message);
        }
    }

    /// Other variables of the component may mean something to the original; these are ours alone.
    private void warnOfUnknown() {
        for (String variable : environment.keySet()) {
            if (isUnknown(variable)) {
                findings.warn("environment", variable, variable + " is not a setting");
            }
        }
        if (file == null) {
            return;
        }
        for (String variable : file.keys()) {
            Node place = file.find(variable);
            if (place != null && isUnknown(variable)) {
                findings.warn(place, keyOf(variable), variable + " is not a setting");
            }
        }
    }

    private boolean isUnknown(String variable) {
        return variable.startsWith(PREFIX) && !declared.contains(variable);
    }

    private static String keyOf(String variable) {
        return SECTION + "." + variable;
    }
}
