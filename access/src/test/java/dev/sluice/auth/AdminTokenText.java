// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The admin token as its file tells it.
final class AdminTokenText {
    private AdminTokenText() {}

    /// The token in `token.json`.
    static String in(Path secrets) throws IOException {
        return Files.readString(secrets.resolve("token.json")).split("\"", -1)[3];
    }
}
