// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.audit.AuditLog;
import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.auth.AdminTokens;
import dev.sluice.config.AuditConfig;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the audit log says of the admin token's key pair, and where a copy of it goes.
final class ConfigurationAuditTest {
    private static final String REMOVED =
            "\"event\":\"configuration\",\"operation\":\"remove_admin_keys\","
                    + "\"object\":\"rsa-keys\",\"outcome\":\"in_force\"";

    private final MovingClock clock = MovingClock.create();
    @TempDir private Path directory;
    private AdminTokenFiles files;
    private AuditLog audit;
    private AdminKeyWatch keys;

    @BeforeEach
    void start() throws IOException {
        Path secrets = directory.resolve("secrets");
        PreparedKeys.copyTo(secrets);
        files = new AdminTokenFiles(secrets);
        audit = AuditLog.open(directory.resolve("audit.log"), clock, AuditConfig.DEFAULT);
        keys =
                new AdminKeyWatch(
                        AdminTokens.open(files, new UUID(1, 2), null, clock),
                        new ConfigurationAudit(audit));
    }

    @AfterEach
    void stop() {
        audit.close();
    }

    private List<String> audited() throws IOException {
        return Files.readAllLines(directory.resolve("audit.log")).stream()
                .map(line -> line.substring(line.indexOf("\"event\"")))
                .toList();
    }

    @Test
    void tellsThatTheKeyPairIsGoneAndThatThereIsAnother() throws IOException {
        PreparedKeys.remove(directory.resolve("secrets"));
        keys.reload();
        PreparedKeys.copyAnotherTo(directory.resolve("secrets"));
        keys.reload();
        keys.reload();

        assertThat(audited())
                .containsExactly(
                        REMOVED + "}",
                        "\"event\":\"configuration\",\"operation\":\"replace_admin_keys\","
                                + "\"object\":\"rsa-keys\",\"outcome\":\"in_force\"}");
    }

    @Test
    void tellsThatTheKeyPairIsDamaged() throws IOException {
        Files.writeString(files.keyFiles().getLast(), "no key");

        keys.reload();

        assertThat(audited()).containsExactly(REMOVED + ",\"reason\":\"damaged\"}");
    }

    @Test
    void aCopyOfEachRecordIsInTheLog() throws IOException {
        PreparedKeys.remove(directory.resolve("secrets"));

        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            keys.reload();

            assertThat(log.lines())
                    .contains(
                            "audit [event=\"configuration\", operation=\"remove_admin_keys\","
                                    + " object=\"rsa-keys\", outcome=\"in_force\"]");
        }
    }

    @Test
    void noCopyIsInTheLogWhereTheSettingsSayNo() throws IOException {
        try (AuditLog quiet =
                        AuditLog.open(
                                directory.resolve("quiet.log"),
                                clock,
                                new AuditConfig(1 << 20, 2, false));
                CapturedLog log = CapturedLog.ofTheProduct()) {
            new ConfigurationAudit(quiet).adminKeysDamaged();

            assertThat(log.lines()).isEmpty();
        }
        assertThat(Files.readAllLines(directory.resolve("quiet.log"))).hasSize(1);
    }
}
