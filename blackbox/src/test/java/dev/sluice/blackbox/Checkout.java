// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import dev.sluice.local.Programs;
import dev.sluice.local.process.Waiting;
import java.net.http.HttpClient;
import java.nio.file.Path;

/// The build under test and what its tests share.
final class Checkout {
    /// Servers of tests are short-lived: the second compiler would not be done before their end.
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static final Waiting WAITING = new Waiting(HTTP);

    static final Programs PROGRAMS = programs(Path.of(System.getProperty("sluice.checkout")));

    private Checkout() {}

    private static Programs programs(Path checkout) {
        ClassArchive archive = ClassArchive.make(checkout, SHORT_LIVED, WAITING);
        return new Programs(checkout, SHORT_LIVED + " " + archive.jvmOptions());
    }
}
