// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.nio.file.Path;
import java.util.Map;

/// Writes that are whole or nothing, handed on by another server.
final class RoutedWholeWriteTest extends WholeWriteTest {
    @Override
    DataServer open(Path place, Map<String, String> environment, Map<String, String> flags)
            throws Exception {
        return DataServer.routed(place, environment, flags);
    }
}
