// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import dev.sluice.model.ProblemException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all commands that need the settings have in common: they do nothing on a configuration with
/// a mistake, and say in a sentence why they could not.
record SettingsCommand(Surroundings surroundings) {
    private static final Logger log = LoggerFactory.getLogger(SettingsCommand.class);

    /// What a command does with settings that are right.
    @FunctionalInterface
    interface Work {
        /// Does it.
        ///
        /// @throws ProblemException when it cannot, in one sentence with the next step
        void with(ServerConfig config) throws InterruptedException;
    }

    /// Loads the settings and does the work.
    ///
    /// @return the exit code
    int run(ConfigSource source, Work work) throws InterruptedException {
        return switch (source.load()) {
            case ConfigLoading.Loaded(ServerConfig config, var warnings) -> {
                warnings.forEach(warning ->
                        log.atWarn().addKeyValue("problem", warning).log("a setting is doubtful"));
                yield run(config, work);
            }
            case ConfigLoading.Refused(var problems) -> {
                complain(problems);
                yield Main.FAILED;
            }
        };
    }

    private int run(ServerConfig config, Work work) throws InterruptedException {
        try {
            work.with(config);
            return Main.SUCCEEDED;
        } catch (ProblemException refused) {
            log.atDebug().setCause(refused).log("a command could not do its work");
            complain(List.of(String.valueOf(refused.getMessage())));
            return Main.FAILED;
        }
    }

    private void complain(List<?> sentences) {
        sentences.forEach(sentence -> surroundings.err().println("sluice: " + sentence));
    }
}
