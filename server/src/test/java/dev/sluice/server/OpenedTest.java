// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

// The parts declare what AutoCloseable declares.
@SuppressWarnings("try")
final class OpenedTest {
    private final List<String> closed = new ArrayList<>();
    private final Opened opened = new Opened();

    @Test
    void closesInTheReverseOrder() {
        part("first");
        part("second");

        opened.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void closesTheRestWhenAPartFails() {
        part("first");
        opened.add(() -> {
            throw new IllegalStateException("stuck");
        });
        part("third");

        opened.close();

        assertThat(closed).containsExactly("third", "first");
    }

    @Test
    void closesEachPartOnce() {
        part("first");

        opened.close();
        opened.close();

        assertThat(closed).containsExactly("first");
    }

    @Test
    void tellsOfTheEndBeforeAnythingIsClosed() {
        part("first");
        opened.beforeClosing(() -> closed.add("told"));
        part("second");

        opened.close();
        opened.close();

        assertThat(closed).containsExactly("told", "second", "first");
    }

    private void part(String name) {
        opened.add(() -> closed.add(name));
    }
}
