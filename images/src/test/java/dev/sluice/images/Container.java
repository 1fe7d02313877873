// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An image that was unpacked, as a container's engine would run it.
record Container(ImageArchive archive, Path root, Confinement way) {
    /// One whose image was built for all tests.
    ///
    /// @param place an empty directory
    /// @param ways to run it; the first that the machine allows is taken
    static Container unpack(ImageDefinition image, Path place, Confinement... ways)
            throws IOException, InterruptedException {
        ImageBuild.Built built = TestImages.once(image);
        ImageArchive archive =
                ImageArchive.unpack(
                        built.archive(), Files.createDirectories(place.resolve("layout")));
        Confinement way = Confinement.find(ways);
        Path root = archive.unpackLayers(place.resolve("root"), way.keepsOwners());
        Container container = new Container(archive, root, way);
        container.report(built);
        return container;
    }

    /// A container that has not been started.
    ///
    /// @param more variables, as `--env` adds them
    /// @param arguments in place of the image's own, when there are any
    ProcessBuilder builder(Map<String, String> more, String... arguments) throws IOException {
        JsonNode run = archive.config().get("config");
        Map<String, String> environment = new HashMap<>();
        for (String variable : ImageArchive.texts(run.get("Env"))) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        environment.putAll(more);
        List<String> command = new ArrayList<>(ImageArchive.texts(run.get("Entrypoint")));
        command.addAll(
                arguments.length > 0 ? List.of(arguments) : ImageArchive.texts(run.get("Cmd")));
        return way.builder(root, run.get("WorkingDir").asString(), environment, command);
    }

    private void report(ImageBuild.Built built) throws IOException {
        long unpacked = 0;
        for (JsonNode layer : archive.layers()) {
            long size = archive.entries(layer).stream().mapToLong(ImageArchive.Entry::size).sum();
            unpacked += size;
            System.out.printf(
                    "image %s: layer of %d bytes, %d unpacked%n",
                    built.image().name(), layer.get("size").asLong(), size);
        }
        System.out.printf(
                "image %s: %d bytes, %d unpacked; run by %s%n",
                built.image().name(), Files.size(built.archive()), unpacked, way);
    }
}
