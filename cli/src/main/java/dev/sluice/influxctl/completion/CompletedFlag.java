// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.completion;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// A flag as scripts need it.
///
/// @param names with their dashes
/// @param description in one line
/// @param label of the value; empty for a flag without one
/// @param choices the words that the value may be; none when it is free
/// @param repeatable whether it may be given more than once
record CompletedFlag(
        List<String> names,
        String description,
        String label,
        List<String> choices,
        boolean repeatable) {

    CompletedFlag {
        names = List.copyOf(names);
        choices = List.copyOf(choices);
    }

    static CompletedFlag of(OptionSpec option) {
        boolean valued = option.arity().max() > 0;
        String[] description = option.description();
        return new CompletedFlag(
                List.of(option.names()),
                description.length == 0
                        ? ""
                        : description[0].replace(
                                "${DEFAULT-VALUE}", String.valueOf(option.defaultValue())),
                valued ? option.paramLabel() : "",
                choices(option),
                option.isMultiValue());
    }

    /// The help writes choices as `table|json`.
    static List<String> choices(OptionSpec option) {
        String label = option.paramLabel();
        return label.indexOf('|') < 0 ? List.of() : List.of(label.split("\\|"));
    }
}
