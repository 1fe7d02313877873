// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

/// The two products that a profile may name.
public enum Product {
    /// A cluster in the user's own hands.
    CLUSTERED,
    /// A cluster that is addressed by account and cluster id.
    DEDICATED
}
