// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import java.util.Locale;

/// The families of systems that keep configuration and caches in different places.
public enum OperatingSystem {
    /// Everything that follows the XDG base directories.
    LINUX,
    /// macOS.
    MAC,
    /// Windows.
    WINDOWS;

    /// The family that a JDK's `os.name` belongs to; an unknown name counts as [#LINUX].
    public static OperatingSystem named(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return MAC;
        }
        return name.startsWith("windows") ? WINDOWS : LINUX;
    }
}
