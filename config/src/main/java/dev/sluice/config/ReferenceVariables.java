// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The variables that servers read by the names that the reference product has for them. Its others
/// are taken, since documented files have them, and nothing follows.
public final class ReferenceVariables {
    /// What the names of all of the reference product's begin with, ours and others.
    public static final String PREFIX = "INFLUXDB_IOX_";

    private static final Set<String> CATALOG = settings(false);
    private static final Set<String> HANDING_ON =
            with(
                    CATALOG,
                    Set.of(
                            variable("write.bodyBytesMax"),
                            variable("write.concurrentRequestsMax")));
    private static final Set<String> MERGING = with(CATALOG, compaction());
    private static final Set<String> COLLECTING = with(CATALOG, collection());
    private static final Set<String> ALL = with(settings(true), with(compaction(), collection()));

    private ReferenceVariables() {}

    /// Those that a process reads which does everything.
    public static Set<String> ofEverything() {
        return ALL;
    }

    /// Those that say something to a process that answers queries alone, or administers: it takes
    /// no writes, and neither merges nor collects.
    public static Set<String> ofTheCatalog() {
        return CATALOG;
    }

    /// Those that say something to a process that hands writes on.
    public static Set<String> ofHandingOn() {
        return HANDING_ON;
    }

    /// Those that a process reads which merges files alone.
    public static Set<String> ofMerging() {
        return MERGING;
    }

    /// Those that a process reads which collects alone.
    public static Set<String> ofCollecting() {
        return COLLECTING;
    }

    private static Set<String> collection() {
        ComponentVariables variables = CollectorReader.variables(null, Map.of(), new Findings(""));
        var _ = CollectorReader.read(variables);
        return variables.declared();
    }

    private static Set<String> compaction() {
        ComponentVariables variables = CompactionReader.variables(null, Map.of(), new Findings(""));
        var _ = CompactionReader.read(variables);
        return variables.declared();
    }

    private static String variable(String path) {
        return Objects.requireNonNull(Settings.REFERENCE_VARIABLES.get(path));
    }

    private static Set<String> with(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    private static Set<String> settings(boolean ofWrites) {
        Set<String> settings = new TreeSet<>();
        Settings.REFERENCE_VARIABLES.forEach((path, variable) -> {
            if (ofWrites || !path.startsWith("write.")) {
                settings.add(variable);
            }
        });
        return Set.copyOf(settings);
    }
}
