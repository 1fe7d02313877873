// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import java.util.List;

/// The table `cpu` of the devops data set, which several benches write.
public final class CpuTable {
    /// Its fields.
    public static final List<String> FIELDS =
            List.of(
                    "usage_user",
                    "usage_system",
                    "usage_idle",
                    "usage_nice",
                    "usage_iowait",
                    "usage_irq",
                    "usage_softirq",
                    "usage_steal",
                    "usage_guest",
                    "usage_guest_nice");

    private CpuTable() {}
}
