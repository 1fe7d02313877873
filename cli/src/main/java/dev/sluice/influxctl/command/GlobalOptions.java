// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags that stand before the command (admin.md 3.1). Filled while the command line is read,
/// before any command runs.
public final class GlobalOptions {
    @Option(names = "--debug", description = "Tell what is done, on standard error.")
    private boolean debug;

    @Option(
            names = "--trace",
            description = "Tell also what is asked of whom, without secrets and bodies.")
    private boolean trace;

    @Option(
            names = "--account",
            paramLabel = "ID",
            converter = Choices.IdentifierConverter.class,
            description = "Account, in place of the profile's account_id.")
    private @Nullable String account;

    @Option(
            names = "--cluster",
            paramLabel = "ID",
            converter = Choices.IdentifierConverter.class,
            description = "Cluster, in place of the profile's cluster_id.")
    private @Nullable String cluster;

    @Option(names = "--config", paramLabel = "PATH", description = "Configuration file.")
    private @Nullable String config;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "Connection profile; \"default\" if neither this nor INFLUXCTL_PROFILE is set.")
    private @Nullable String profile;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1m0s",
            converter = Choices.DurationConverter.class,
            description =
                    "Limit of each call to the cluster, not of the sign-in (${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(1);

    boolean debug() {
        return debug;
    }

    boolean trace() {
        return trace;
    }

    @Nullable String account() {
        return account;
    }

    @Nullable String cluster() {
        return cluster;
    }

    @Nullable String config() {
        return config;
    }

    @Nullable String profile() {
        return profile;
    }

    Duration timeout() {
        return timeout;
    }
}
