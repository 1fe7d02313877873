// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.ingest.ProcessFigures.ThreadTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HotMethodsTest {
    @Test
    void countsWhatRanAndWhatCalledIt() {
        HotMethods methods = new HotMethods();
        methods.add(List.of("java.util.Arrays.fill", "dev.sluice.A.a", "dev.sluice.A.main"));
        methods.add(List.of("dev.sluice.A.a", "dev.sluice.A.a", "dev.sluice.A.main"));
        methods.add(List.of("java.util.Arrays.fill"));
        methods.add(List.of("java.util.Arrays.fill", "dev.sluice.B.b", "dev.sluice.A.main"));
        methods.add(List.of());

        assertThat(methods.running())
                .containsExactly(" 75.0 %  java.util.Arrays.fill", " 25.0 %  dev.sluice.A.a");
        assertThat(methods.ownWithin())
                .containsExactly(
                        " 75.0 %  dev.sluice.A.main",
                        " 50.0 %  dev.sluice.A.a", " 25.0 %  dev.sluice.B.b");
        assertThat(methods.ownClasses())
                .containsExactly(
                        " 50.0 %  dev.sluice.A",
                        " 25.0 %  dev.sluice.B", " 25.0 %  none of its own");
    }

    @Test
    void innerClassesAndLambdasAreTheirOutermostOnes() {
        HotMethods methods = new HotMethods();
        methods.add(List.of("dev.sluice.A$Inner.run"));
        methods.add(List.of("dev.sluice.A$$Lambda.0x0000.run"));

        assertThat(methods.ownClasses()).containsExactly("100.0 %  dev.sluice.A");
    }

    @Test
    void putsThreadsOfAKindTogether() {
        assertThat(
                        Profile.threads(
                                List.of(
                                        new ThreadTime("worker-1-1", 1),
                                        new ThreadTime("worker-1-2", 2),
                                        new ThreadTime("C2 CompilerThre", 0.5),
                                        new ThreadTime("G1 Conc#0", 0.5),
                                        new ThreadTime("idle", 0))))
                .containsExactly(" 75.0 %  worker", " 12.5 %  C2 CompilerThre", " 12.5 %  G1 Conc");
    }
}
