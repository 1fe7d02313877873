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
    static final Programs PROGRAMS =
            new Programs(Path.of(System.getProperty("sluice.checkout")), "-XX:TieredStopAtLevel=1");

    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static final Waiting WAITING = new Waiting(HTTP);

    private Checkout() {}
}
