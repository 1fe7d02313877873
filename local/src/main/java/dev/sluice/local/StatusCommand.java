// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./sluice status`.
@Command(name = "status", description = "Tell what runs.")
final class StatusCommand implements Callable<Integer> {
    private final Programs programs;
    private final Console console;

    @Mixin private final Place place = new Place();

    @Option(names = "--format", paramLabel = "table|json", description = "how to tell it (table)")
    private Format format = Format.TABLE;

    StatusCommand(Programs programs, Console console) {
        this.programs = programs;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (HttpClient http = Stack.httpClient()) {
            Status status = Status.look(Stack.of(place.layout(programs), programs, http));
            switch (format) {
                case TABLE -> console.results().print(status.table());
                case JSON -> console.results().println(status.json());
            }
            return 0;
        }
    }

    private enum Format {
        TABLE,
        JSON
    }
}
