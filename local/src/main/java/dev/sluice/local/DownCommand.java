// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.process.Progress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./sluice down`.
@Command(name = "down", description = "Stop what up started; its data is kept.")
final class DownCommand implements Callable<Integer> {
    private final Programs programs;
    private final Console console;

    @Mixin private final Place place = new Place();

    DownCommand(Programs programs, Console console) {
        this.programs = programs;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Layout layout = place.layout(programs);
        if (!Files.exists(layout.installationFile())) {
            console.results().println("Nothing was started in " + layout.directory() + ".");
            return 0;
        }
        try (Progress progress = console.progress();
                HttpClient http = Stack.httpClient();
                var _ = DirectoryLock.take(layout)) {
            boolean stopped = new Down(Stack.of(layout, programs, http), progress).run();
            console.results()
                    .println(
                            stopped ? "Sluice is down; its data is kept." : "Nothing was running.");
            return 0;
        }
    }
}
