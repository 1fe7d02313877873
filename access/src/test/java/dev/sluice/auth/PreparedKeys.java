// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.testkit.MovingClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// One key pair for all tests of a run, because making 4096 bits takes a second.
final class PreparedKeys {
    private static final List<String> NAMES = List.of("id", "privateKey", "publicKey");
    private static final Map<String, String> FILES = make();

    private PreparedKeys() {}

    private static Map<String, String> make() {
        try {
            Path directory = Files.createTempDirectory("prepared-keys");
            AdminTokens.open(directory, new UUID(0, 0), MovingClock.create());
            Map<String, String> files =
                    NAMES.stream()
                            .collect(
                                    Collectors.toMap(
                                            name -> name,
                                            name -> read(directory.resolve("rsa-keys"), name)));
            Files.delete(directory.resolve("token.json"));
            for (String name : NAMES) {
                Files.delete(directory.resolve("rsa-keys").resolve(name));
            }
            Files.delete(directory.resolve("rsa-keys"));
            Files.delete(directory);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path directory, String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lays the key pair where the admin tokens of `secrets` look for it.
    static void copyTo(Path secrets) throws IOException {
        Path keys = Files.createDirectories(secrets.resolve("rsa-keys"));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(keys.resolve(file.getKey()), file.getValue());
        }
    }

    /// The token in `token.json`.
    static String token(Path secrets) throws IOException {
        return Files.readString(secrets.resolve("token.json")).split("\"", -1)[3];
    }
}
