// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import dev.sluice.dist.jar.Platform;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What is handed out: which version, of when, for what.
///
/// @param version as Maven writes it
/// @param time of the commit; every file gets it
/// @param platform what it runs on
record Release(String version, Instant time, Platform platform) {

    /// The version in Debian's words, in which a snapshot comes before its release.
    String debianVersion() {
        return version.replace("-SNAPSHOT", "~snapshot").replace('-', '~');
    }

    /// The day of the commit.
    String date() {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    /// The name of an archive without its ending, and of the directory in it.
    String archiveName(Product product) {
        return product.name() + "-" + version + "-linux-" + platform.debian();
    }

    /// The name that Debian's tools give a package.
    String debianName(Product product) {
        return product.name() + "_" + debianVersion() + "_" + platform.debian() + ".deb";
    }
}
