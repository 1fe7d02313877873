// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The variables that servers read by the names that the reference product has for them. Its others
/// are taken, since documented files have them, and nothing follows.
public final class ReferenceVariables {
    /// What the names of all of the reference product's begin with, ours and others.
    public static final String PREFIX = "INFLUXDB_IOX_";

    private static final Set<String> QUERIES = settings(false);
    private static final Set<String> ALL = all();

    private ReferenceVariables() {}

    /// Those that a process reads which does everything.
    public static Set<String> ofEverything() {
        return ALL;
    }

    /// Those that say something to a process that answers queries alone: it takes no writes, and
    /// neither merges nor collects.
    public static Set<String> ofQueries() {
        return QUERIES;
    }

    private static Set<String> all() {
        Findings findings = new Findings("");
        Set<String> all = new TreeSet<>(settings(true));
        ComponentVariables collector = CollectorReader.variables(null, Map.of(), findings);
        var _ = CollectorReader.read(collector);
        all.addAll(collector.declared());
        ComponentVariables compactor = CompactionReader.variables(null, Map.of(), findings);
        var _ = CompactionReader.read(compactor);
        all.addAll(compactor.declared());
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
