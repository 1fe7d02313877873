// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.nio.file.Path;
import java.util.Map;

/// Line protocol through a server that hands writes on.
final class RoutedLineProtocolTest extends LineProtocolTest {
    @Override
    DataServer open(Path place, Map<String, String> environment, Map<String, String> flags)
            throws Exception {
        return DataServer.routed(place, environment, flags);
    }
}
