// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written down of a move is what servers go by.
final class MoveMarkTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path directory;

    private Path file() {
        return directory.resolve("moved.json");
    }

    @Test
    void whereNothingIsWrittenNothingWasMoved() {
        MoveMark none = MoveMark.read(file());

        assertThatCode(none::requireCatalogHere).doesNotThrowAnyException();
        assertThatCode(none::requireFilesHere).doesNotThrowAnyException();
    }

    @Test
    void whatIsWrittenIsReadAndReadableForPeople() throws IOException {
        MoveMark mark = new MoveMark(file(), "PostgreSQL at db:5432/x", null, true);

        mark.write(NOON);

        assertThat(MoveMark.read(file())).isEqualTo(mark);
        assertThat(file())
                .hasContent(
                        "{\"catalog\":\"PostgreSQL at db:5432/x\",\"at\":\"2026-03-01T12:00:00Z\","
                                + "\"finished\":true}");
        assertThatThrownBy(mark::requireCatalogHere).isInstanceOf(ProblemException.class);
        assertThatCode(mark::requireFilesHere).doesNotThrowAnyException();
        assertThat(directory).isDirectoryNotContaining(each -> !each.equals(file()));
    }

    @Test
    void whatIsUnfinishedKeepsEverybodyOut() throws IOException {
        new MoveMark(file(), "PostgreSQL at db:5432/x", "the bucket b", false).write(NOON);
        MoveMark mark = MoveMark.read(file());

        assertThatThrownBy(mark::requireCatalogHere).hasMessageContaining("when that broke off");
        assertThatThrownBy(mark::requireFilesHere).hasMessageContaining("when that broke off");
        assertThatThrownBy(mark::requireFinished).hasMessageContaining("PostgreSQL at db:5432/x");
    }

    /// Somebody has moved something: no server guesses what.
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "moved", "[]", "{\"finished\":\"yes\"}"})
    void whatCannotBeReadKeepsEverybodyOut(String content) throws IOException {
        Files.writeString(file(), content);

        assertThatThrownBy(() -> MoveMark.read(file()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("something of the data directory was moved, but " + file());
    }
}
