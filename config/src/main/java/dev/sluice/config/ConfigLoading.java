// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.List;

/// What came of loading a configuration. A refused one never replaces one that is in force.
public sealed interface ConfigLoading {

    /// It is whole and right.
    ///
    /// @param config the settings
    /// @param warnings what is allowed and doubtful, for the log
    record Loaded(ServerConfig config, List<ConfigProblem> warnings) implements ConfigLoading {
        /// Copies the list.
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /// It is not.
    ///
    /// @param problems everything that is wrong, in the order of the file; never empty
    record Refused(List<ConfigProblem> problems) implements ConfigLoading {
        /// Copies the list.
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
