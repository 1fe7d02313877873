// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import java.net.URI;

/// Opens pages for the person. Never fails: whoever has no browser reads the address instead.
@FunctionalInterface
public interface Browser {
    /// Tries to show `page`, without waiting for it.
    void open(URI page);
}
