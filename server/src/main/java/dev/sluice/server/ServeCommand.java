// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.ConfigLoader;
import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ServerConfig;
import dev.sluice.model.ProblemException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sluice serve`: runs a server until the process is told to end.
@Command(
        name = "serve",
        description = "Run a server.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    private final Surroundings surroundings;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "An AppInstance, or a file of the shape of its spec.package.spec.")
    private @Nullable Path configFile;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where everything is kept (setting: sluice.data.directory).")
    private @Nullable String dataDirectory;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where to listen; 0 picks a free port (setting: sluice.http.port).")
    private @Nullable String port;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return switch (ConfigLoader.load(configFile, surroundings.host().environment(), flags())) {
            case ConfigLoading.Loaded(ServerConfig config, var warnings) -> {
                warnings.forEach(warning ->
                        log.atWarn().addKeyValue("problem", warning).log("a setting is doubtful"));
                yield serve(config);
            }
            case ConfigLoading.Refused(var problems) -> {
                problems.forEach(this::complain);
                yield Main.FAILED;
            }
        };
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        if (dataDirectory != null) {
            flags.put("data.directory", dataDirectory);
        }
        if (port != null) {
            flags.put("http.port", port);
        }
        return flags;
    }

    private int serve(ServerConfig config) throws InterruptedException {
        RunningServer server;
        try {
            server = new Assembly(config, surroundings.host()).start();
        } catch (ProblemException refused) {
            log.atDebug().setCause(refused).log("the server could not start");
            complain(refused.problem().message());
            return Main.FAILED;
        }
        try (server) {
            PrintStream out = surroundings.out();
            out.println("sluice is ready at " + server.url());
            out.flush();
            surroundings.end().await();
        }
        return Main.SUCCEEDED;
    }

    private void complain(Object sentence) {
        surroundings.err().println("sluice: " + sentence);
    }
}
