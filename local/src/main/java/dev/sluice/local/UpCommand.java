// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.process.Progress;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./sluice up`.
@Command(name = "up", description = "Start everything; what is there already is kept.")
final class UpCommand implements Callable<Integer> {
    private final Programs programs;
    private final Console console;

    @Mixin private final Place place = new Place();

    @Option(names = "--port", paramLabel = "PORT", description = "the server's port (8086)")
    private @Nullable Integer port;

    @Option(
            names = "--keycloak-port",
            paramLabel = "PORT",
            description = "the identity provider's port (8180)")
    private @Nullable Integer keycloakPort;

    @Option(
            names = "--without-identity-provider",
            description = "start no Keycloak; influxctl uses the admin token")
    private boolean withoutIdentityProvider;

    @Option(
            names = "--with-identity-provider",
            description = "start Keycloak, as a first up does by itself")
    private boolean withIdentityProvider;

    @Option(
            names = "--tour",
            description = "play the whole story in a fresh installation, which is removed again")
    private boolean tour;

    UpCommand(Programs programs, Console console) {
        this.programs = programs;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Layout layout = place.layout(programs);
        layout.require();
        var wishes = new Up.Wishes(port, keycloakPort, identityProvider());
        try (Progress progress = console.progress();
                HttpClient http = Stack.httpClient();
                var _ = DirectoryLock.take(layout)) {
            if (tour) {
                new Tour(programs, layout.tour(), http, progress, console.results()).run(wishes);
            } else {
                Up.Result up = new Up(Stack.of(layout, programs, http), progress).run(wishes);
                console.results().print(new NextSteps(programs, layout).after(up));
            }
            return 0;
        }
    }

    private @Nullable Boolean identityProvider() {
        if (withIdentityProvider && withoutIdentityProvider) {
            throw Problem.invalid(
                            "options_contradict",
                            "--with-identity-provider and --without-identity-provider contradict"
                                    + " each other; give one of them")
                    .asException();
        }
        if (withIdentityProvider || withoutIdentityProvider) {
            return withIdentityProvider;
        }
        return null;
    }
}
