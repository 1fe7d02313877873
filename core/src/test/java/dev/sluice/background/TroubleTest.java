// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class TroubleTest {
    private final Trouble trouble = new Trouble();

    private static IOException lost(String name) {
        return new IOException("did not put " + name, new TimeoutException());
    }

    @Test
    void showsTheStackOfTheFirstFailureAlone() {
        IOException first = lost("a");

        assertThat(trouble.begin(first)).isSameAs(first);
        assertThat(trouble.begin(lost("b"))).isNull();
        assertThat(trouble.begin(lost("c"))).isNull();
    }

    @Test
    void showsTheStackOfAnotherFailure() {
        trouble.begin(lost("a"));
        IOException other = new IOException("did not put a", new IllegalStateException());

        assertThat(trouble.begin(other)).isSameAs(other);
        assertThat(trouble.begin(lost("a"))).isNotNull();
    }

    @Test
    void showsNoStackOfWhatIsExpected() {
        assertThat(trouble.begin(Problem.unavailable("taken_over", "taken over").asException()))
                .isNull();
        assertThat(trouble.end()).isTrue();
    }

    @Test
    void endsOnce() {
        assertThat(trouble.end()).isFalse();
        trouble.begin(lost("a"));

        assertThat(trouble.end()).isTrue();
        assertThat(trouble.end()).isFalse();
        assertThat(trouble.begin(lost("a"))).isNotNull();
    }

    @Test
    void endsWithCausesThatLeadInACircle() {
        IOException one = new IOException("one");
        one.initCause(new IOException("other", one));

        assertThat(trouble.begin(one)).isSameAs(one);
    }

    @Test
    void givesTheReasonInALine() {
        assertThat(Trouble.reason(lost("a"))).isEqualTo("did not put a");
        assertThat(Trouble.reason(new NoSuchFileException("a")))
                .isEqualTo("a: there is no such file");
        assertThat(Trouble.reason(Problem.unavailable("x", "is away").asException()))
                .isEqualTo("is away");
        assertThat(Trouble.reason(new IllegalStateException("a bug")))
                .isEqualTo("java.lang.IllegalStateException: a bug");
        assertThat(Trouble.reason(new IOException())).isEqualTo("java.io.IOException");
    }
}
