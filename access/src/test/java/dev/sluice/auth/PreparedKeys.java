// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.InternalSigningKey;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// One key pair for all tests of a run, because making 4096 bits takes a second.
final class PreparedKeys {
    private static final List<String> NAMES = List.of("id", "privateKey", "publicKey");
    private static final Map<String, String> FILES = make();

    private PreparedKeys() {}

    private static Map<String, String> make() {
        try {
            Path directory = Files.createTempDirectory("prepared-keys");
            boolean _ = new AdminTokenFiles(directory).makeKeys();
            Map<String, String> files =
                    NAMES.stream()
                            .collect(
                                    Collectors.toMap(
                                            name -> name,
                                            name -> read(directory.resolve("rsa-keys"), name)));
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

    /// Removes the key pair, as an administrator does who revokes the token.
    static void remove(Path secrets) throws IOException {
        for (String name : NAMES) {
            Files.delete(secrets.resolve("rsa-keys").resolve(name));
        }
        Files.delete(secrets.resolve("rsa-keys"));
    }

    /// The pair as an administrator would configure it.
    static InternalSigningKey configured() {
        return new InternalSigningKey(
                text("id").strip(), Secret.of(text("privateKey")), text("publicKey"));
    }

    private static String text(String name) {
        return Objects.requireNonNull(FILES.get(name));
    }

    /// The token in `token.json`.
    static String token(Path secrets) throws IOException {
        return Files.readString(secrets.resolve("token.json")).split("\"", -1)[3];
    }
}
