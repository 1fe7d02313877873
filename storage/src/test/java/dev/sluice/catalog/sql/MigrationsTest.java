// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A store is known by the numbers of the changes that it has seen, so a change that was released
/// stays as it was. What is to be different is another change.
final class MigrationsTest {
    private static final String PINNED =
            """
            V1__Catalog.sql, acd769a067ed894227c15ae6fc0cc6e543066b382bfbdf08425b7925b2485c19
            V2__Administration.sql, 188655064215e42f069031024f880fb26fcf1300e481f2131c9b0213868991ed
            V3__Lifecycle.sql, 42bbc07221020061f299d4aba57bbb72f4a6d86966d1108c6738ca87f9371c6a
            V4__Files.sql, c3003cb552018185c3ebfacb737a72b8af7b7dd02b60e40e6af6e4b40969035b
            V5__Compaction.sql, c2e582d61d90e1da0547b9dc956a312944c04566d70b3a2c89cdc7fe2d63bc7b
            V6__FileColumns.sql, 0d4288a6afdfe6d69df599eda9a77d8ab1eb4a25162c746c4afc43d901ca1ad3
            V7__Commits.sql, 977efe4b3b0e444b503c0b06ec557aca2d52d70b6c0e5110c3c9668fd264e9e4
            V8__Server.sql, e818c23624d084d0b040ff0db2f3b12f3f128ebed81ca84cbca0864335783bc5
            V9__Changes.sql, ef9f1e702b12997abc87252d389f3df7f42d7e10e9354ccc2c1a74c0e9a885b8
            """;

    @ParameterizedTest
    @CsvSource(textBlock = PINNED)
    void whatWasReleasedStays(String name, String sha256)
            throws IOException, NoSuchAlgorithmException {
        try (InputStream text = Schema.class.getResourceAsStream(name)) {
            assertThat(text).isNotNull();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.readAllBytes());
            assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
        }
    }

    @Test
    void eachChangeIsPinned() {
        assertThat(PINNED.lines()).hasSize(Schema.CHANGES);
    }
}
