// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Reads variables that have the names of the original's, for one of its components: from the
/// environment, else from where an AppInstance gives them to the component.
final class ComponentVariables {
    private final String prefix;
    private final String sectionPath;
    private final Map<String, String> environment;
    private final @Nullable Section file;
    private final Findings findings;
    private final Set<String> declared = new HashSet<>();

    /// @param component the original's name of it
    /// @param prefix what the names of variables begin with that are its alone
    /// @param top the whole file, where there is one
    ComponentVariables(
            String component,
            String prefix,
            @Nullable Section top,
            Map<String, String> environment,
            Findings findings) {
        this.prefix = prefix;
        this.sectionPath = "components." + component + ".template.containers.iox.env";
        this.environment = environment;
        this.findings = findings;
        Section section = top;
        for (String key : sectionPath.split("\\.", -1)) {
            Node node = section == null ? null : section.find(key);
            // Another shape is the operator's to refuse.
            section = node == null ? null : Section.of("", node, new Findings(""));
        }
        this.file = section;
    }

    /// A value and where it comes from.
    record Given(String text, @Nullable Node place) {}

    /// A whole number from `min` to `max`.
    long whole(String variable, long whenAbsent, long min, long max) {
        Given given = find(variable);
        if (given == null) {
            return whenAbsent;
        }
        try {
            long value = Long.parseLong(given.text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below, like a number out of bounds
        }
        refuse(given, variable, "must be a whole number from " + min + " to " + max);
        return whenAbsent;
    }

    /// A truth value.
    boolean truth(String variable, boolean whenAbsent) {
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

    /// The value of a variable, where it is given.
    @Nullable Given find(String variable) {
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

    /// Every variable that was looked for.
    Set<String> declared() {
        return Set.copyOf(declared);
    }

    /// Tells what is wrong with a value.
    void refuse(Given given, String variable, String rule) {
        String message = variable + " " + rule + ", not \"" + given.text + "\"";
        if (given.place == null) {
            findings.refuse("environment", variable, message);
        } else {
            findings.refuse(given.place, keyOf(variable), message);
        }
    }

    /// Tells what is doubtful about a variable that is given.
    void warn(String variable, String what) {
        Given given = find(variable);
        String message = variable + " " + what;
        if (given == null || given.place == null) {
            findings.warn("environment", variable, message);
        } else {
            findings.warn(given.place, keyOf(variable), message);
        }
    }

    /// Other variables of the component may mean something to the original; these are ours alone.
    void warnOfUnknown() {
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
        return variable.startsWith(prefix) && !declared.contains(variable);
    }

    private String keyOf(String variable) {
        return sectionPath + "." + variable;
    }
}
