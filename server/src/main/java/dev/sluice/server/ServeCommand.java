// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sluice serve`: runs a server until the process is told to end.
@Command(
        name = "serve",
        description = "Run a server.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private static final String EVERY_ROLE = "all";

    private final Surroundings surroundings;

    @Mixin private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where to listen; 0 picks a free port (setting: sluice.http.port).")
    private @Nullable String port;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = EVERY_ROLE,
            description = {
                "What this process does: ${DEFAULT-VALUE}, everything; or, beside a process that",
                "does everything: router takes writes and hands them on, querier answers",
                "queries, compactor merges files, garbage-collector removes what has ended,",
                "admin administers."
            })
    private String role = EVERY_ROLE;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Role does = Role.of(role).orElse(null);
        if (does == null) {
            surroundings
                    .err()
                    .println(
                            "sluice: a process cannot be \""
                                    + role
                                    + "\" alone: --role is all, which does everything, or router,"
                                    + " querier, compactor, garbage-collector or admin beside it");
            return Main.FAILED;
        }
        ConfigSource source =
                options.source(
                        surroundings.host(), port == null ? Map.of() : Map.of("http.port", port));
        return new SettingsCommand(surroundings).run(source, config -> serve(does, config, source));
    }

    private void serve(Role does, ServerConfig config, ConfigSource source)
            throws InterruptedException {
        try (RunningServer server = does.start(config, source, surroundings.host())) {
            PrintStream out = surroundings.out();
            out.println("sluice is ready at " + server.url());
            out.flush();
            surroundings.end().await();
        }
    }
}
