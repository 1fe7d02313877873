// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

/// A part of the HTTP surface that says by itself where it stands.
public interface Endpoint {

    /// Adds its paths. Called once, before the door opens.
    void mount(Routes routes);
}
