// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.testkit.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every path of the one port, as a person reviews it.
final class RouteTableTest {
    @TempDir private Path directory;

    @Test
    void isWhatWasReviewed() {
        try (OneServer server = new OneServer(directory)) {
            Golden.check("routes.txt", String.join("\n", server.routeTable()) + "\n");
        }
    }
}
