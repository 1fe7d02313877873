// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How the lists of several runs become one.
final class ClassListTest {
    @Test
    void holdsWhatAnyRunUsedAndClassesFirst() {
        ClassList list = new ClassList();
        list.add(
                """
                # a comment
                java/lang/Object id: 0
                a/B id: 1
                @lambda-proxy a/B run ()V
                @cp a/B 1 9
                """);
        list.add(
                """
                java/lang/Object id: 0
                a/C id: 1
                a/D id: 2 super: 0 source: /a.jar
                @cp a/B 2
                @cp a/C 3
                """);

        assertThat(list)
                .hasToString(
                        """
                        java/lang/Object
                        a/B
                        a/C
                        @lambda-proxy a/B run ()V
                        @cp a/B 1 2 9
                        @cp a/C 3
                        """);
    }
}
