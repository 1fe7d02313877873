// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.access.FirstVerification;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InProcessTest {
    private final InProcess inProcess = new InProcess(Duration.ofMillis(10), false);

    /// The library's processor has no EdDSA, so nothing is there to be called.
    @Test
    void operationThatFailsFailsTheRun() {
        Contender.Measure failing =
                inProcess.measure(
                        FirstVerification.class, "library", 1, Map.of("algorithm", "EdDSA"));

        assertThatThrownBy(failing::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("library of class");
    }

    @Test
    void benchmarkThatIsNotThereFailsTheRun() {
        Contender.Measure missing =
                inProcess.measure(FirstVerification.class, "nothing", 1, Map.of());

        assertThatThrownBy(missing::run).isInstanceOf(IllegalStateException.class);
    }
}
