// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.nio.file.Path;
import java.util.Map;

/// Both write paths of a server that hands writes on: as those of the one that takes them.
final class RoutedWriteDoorTest extends WriteDoorTest {
    @Override
    DataServer open(Path place, Map<String, String> environment, Map<String, String> flags)
            throws Exception {
        return DataServer.routed(place, environment, flags);
    }
}
