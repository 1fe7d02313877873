// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/// The texts that lie beside the classes.
final class Resources {
    private Resources() {}

    static String text(String name) throws IOException {
        try (InputStream input = Resources.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new FileNotFoundException("no resource " + name);
            }
            return new String(input.readAllBytes(), UTF_8);
        }
    }
}
