// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import dev.sluice.dist.jar.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Images of this checkout for tests.
final class TestImages {
    static final Path CHECKOUT =
            Path.of(System.getProperty("sluice.checkout")).toAbsolutePath().normalize();
    static final Platform PLATFORM = Platform.named(System.getProperty("os.arch"));
    static final String REVISION = "61831b9d2b4b1c3c0f0d4c6e6a1de5b1f3f0a9ce";

    static final ImageBuild.Source SOURCE =
            new ImageBuild.Source("9.8.7", REVISION, Instant.parse("2026-03-01T12:00:00Z"));

    private static final Path OUTPUT = Path.of("target", "test-images").toAbsolutePath();
    private static final Map<String, ImageBuild.Built> BUILT = new ConcurrentHashMap<>();

    private TestImages() {}

    /// An image that was built once for all tests.
    static synchronized ImageBuild.Built once(ImageDefinition image)
            throws IOException, InterruptedException {
        ImageBuild.Built built = BUILT.get(image.name());
        if (built == null) {
            built = build().build(image, OUTPUT);
            BUILT.put(image.name(), built);
        }
        return built;
    }

    static DebianRelease debian() {
        return DebianRelease.current(CHECKOUT.resolve(".sluice/cache"), System.getenv());
    }

    static ImageBuild build() {
        return new ImageBuild(CHECKOUT, SOURCE, PLATFORM, debian(), _ -> {});
    }
}
