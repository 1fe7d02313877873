// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

/// What came of asking the provider for a device authorization.
public sealed interface DeviceStart {

    /// Show it to the person, then wait with [DeviceFlow#await].
    ///
    /// @param authorization what to show
    record Started(DeviceAuthorization authorization) implements DeviceStart {}

    /// No sign-in can begin.
    ///
    /// @param message one sentence for the person
    record Failed(String message) implements DeviceStart {}
}
