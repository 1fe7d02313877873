// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.StoredCatalog;
import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    /// Why a server stands by again: somebody else stood by, too, or the one that had the catalog
    /// has it back, or its database has gone away.
    private static final Set<String> WAITED_FOR = Set.of("catalog_taken", "catalog_away");

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
            description =
                    "What this process does: ${DEFAULT-VALUE}, everything; or, beside a process"
                            + " that does everything: router takes writes and hands them on,"
                            + " querier answers queries, compactor merges files,"
                            + " garbage-collector removes what has ended, admin administers.")
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
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().name("sluice-end").start(() -> awaitEnd(end));
        RunningServer started = start(does, config, source, end);
        if (started == null) {
            return;
        }
        try (RunningServer server = started) {
            say("sluice is ready at " + server.url());
            var _ = CompletableFuture.anyOf(end, server.lost()).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (!end.isDone()) {
            throw ending(started.lost().join()).asException();
        }
    }

    private static Problem ending(Problem lost) {
        return lost.code().equals(StoredCatalog.WENT_BACK)
                ? Problem.unavailable(
                        lost.code(),
                        lost.message()
                                + ": this server ends; started again, it goes on without them")
                : Problem.unavailable(
                        "taken_over", "another server has taken over from this one, which ends");
    }

    private void awaitEnd(CompletableFuture<Void> end) {
        try {
            surroundings.end().await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        end.complete(null);
    }

    /// @return null when the process was told to end before there was anything to start
    private @Nullable RunningServer start(
            Role does, ServerConfig config, ConfigSource source, CompletableFuture<Void> end)
            throws InterruptedException {
        Host host = surroundings.host().until(end);
        PostgresConfig catalog = config.catalog();
        if (does != Role.ALL || catalog == null || !config.sluice().log().inBucket()) {
            return does.start(config, source, host);
        }
        Standby standby = new Standby(config, catalog, source, host);
        ServerConfig present = config;
        while (!end.isDone()) {
            boolean waited =
                    standby.await(
                            end,
                            url ->
                                    say(
                                            "sluice stands by at "
                                                    + url
                                                    + " until nobody else has the catalog"));
            if (waited) {
                present = newer(source, present);
            }
            if (!end.isDone()) {
                try {
                    return new Assembly(present, source, host, Duration.ZERO).start();
                } catch (ProblemException e) {
                    if (!WAITED_FOR.contains(e.problem().code())) {
                        throw e;
                    }
                    // Waits where its port is open.
                }
            }
        }
        return null;
    }

    /// The settings as they are by now. Like a running server, one that stood by goes on with the
    /// last good ones.
    private static ServerConfig newer(ConfigSource source, ServerConfig last) {
        return switch (source.load()) {
            case ConfigLoading.Loaded(ServerConfig config, _) -> config;
            case ConfigLoading.Refused(var problems) -> {
                problems.forEach(problem ->
                        log.atWarn()
                                .addKeyValue("problem", problem)
                                .log(
                                        "the settings were changed to wrong ones, and the last good"
                                                + " ones stay"));
                yield last;
            }
        };
    }

    private void say(String line) {
        PrintStream out = surroundings.out();
        out.println(line);
        out.flush();
    }
}
