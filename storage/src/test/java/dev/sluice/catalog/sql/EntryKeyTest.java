// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys as they are stored.
final class EntryKeyTest {
    private static final UUID ID = UUID.fromString("034e407e-7929-404c-9724-c9e4473bf88a");

    static Stream<EntryKey> keys() {
        return Stream.of(
                new EntryKey.OfDatabase(1),
                new EntryKey.OfTable(Long.MAX_VALUE),
                new EntryKey.OfFile(2, new FileTree.Place(3, 4)),
                new EntryKey.SkippedOfTable(5),
                new EntryKey.OfToken(ID),
                new EntryKey.OfUser(ID),
                new EntryKey.OfManagementToken(ID));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyIsItsText(EntryKey key) {
        assertThat(EntryKey.parse(key.text())).isEqualTo(key);
        assertThat(key.text()).doesNotContain(" ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "x1", "f1", "f1/2", "f1/2/x", "k1", "7"})
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> EntryKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
