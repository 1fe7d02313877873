// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.dist.jar.Platform;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Images of this checkout for tests.
final class TestImages {
    static final Path CHECKOUT =
            Path.of(System.getProperty("sluice.checkout")).toAbsolutePath().normalize();
    static final Platform PLATFORM = Platform.named(System.getProperty("os.arch"));
    static final String REVISION = "61831b9d2b4b1c3c0f0d4c6e6a1de5b1f3f0a9ce";

    static final ImageBuild.Source SOURCE =
            new ImageBuild.Source("9.8.7", REVISION, Instant.parse("2026-03-01T12:00:00Z"));

    private static final Path OUTPUT = Path.of("target", "test-images").toAbsolutePath();

    /// The same in all processes of a build. Images of an earlier one are made anew.
    private static final String BUILD =
            System.getProperty("sluice.build", "process " + ProcessHandle.current().pid());

    private TestImages() {}

    /// An image that was built once for all tests, whichever process they run in.
    static synchronized ImageBuild.Built once(ImageDefinition image)
            throws IOException, InterruptedException {
        Path lock = Files.createDirectories(OUTPUT).resolve("lock");
        Path note = OUTPUT.resolve(image.name() + ".built");
        try (FileChannel channel = FileChannel.open(lock, WRITE, CREATE);
                FileLock _ = channel.lock()) {
            List<String> lines = Files.exists(note) ? Files.readAllLines(note) : List.of("");
            if (lines.getFirst().equals(BUILD)) {
                return new ImageBuild.Built(image, Path.of(lines.get(1)), lines.get(2));
            }
            ImageBuild.Built built = build().build(image, OUTPUT);
            Files.write(note, List.of(BUILD, built.archive().toString(), built.digest()));
            return built;
        }
    }

    static DebianRelease debian() {
        return DebianRelease.current(CHECKOUT.resolve(".sluice/cache"), System.getenv());
    }

    static ImageBuild build() {
        return new ImageBuild(CHECKOUT, SOURCE, PLATFORM, debian(), _ -> {});
    }
}
