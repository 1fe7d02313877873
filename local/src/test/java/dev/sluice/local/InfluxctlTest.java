// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InfluxctlTest {
    @Test
    void endsACommandThatWaitsForAPersonWhoFailed(@TempDir Path checkout) throws Exception {
        Path program = checkout.resolve("influxctl");
        Files.writeString(
                program,
                """
                #!/bin/sh
                echo "http://localhost/device?user_code=ABCD-EFGH" >&2
                exec sleep 3600
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var influxctl = new Influxctl(new Programs(checkout), checkout.resolve("none"), checkout);

        assertThatThrownBy(() ->
                        influxctl.run(
                                _ -> {
                                    throw new IllegalStateException("forgot the password");
                                },
                                List.of("token", "list")))
                .hasMessage("forgot the password");
    }
}
