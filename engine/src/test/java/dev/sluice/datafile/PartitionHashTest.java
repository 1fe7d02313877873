// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import org.junit.jupiter.api.Test;

final class PartitionHashTest {
    /// The check value of data.md 7.3.
    @Test
    @Conforms("D-236")
    void isThePublishedOne() {
        assertThat(PartitionHash.of(2, "arbitrary"))
                .isEqualTo("fb17c3ea5c3987ff9ac38755cc79a6e00c5a2eec96152f5d606557526c278607");
    }
}
