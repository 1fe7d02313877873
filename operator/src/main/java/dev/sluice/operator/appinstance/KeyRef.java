// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import org.jspecify.annotations.Nullable;

/// A key of a Secret or ConfigMap in the AppInstance's namespace.
///
/// @param name of the object
/// @param key in it
/// @param optional whether it may be missing; null is no
public record KeyRef(String name, String key, @Nullable Boolean optional) {
    /// @throws IllegalArgumentException without name or key
    public KeyRef {
        Required.text(name, "name");
        Required.text(key, "key");
    }
}
