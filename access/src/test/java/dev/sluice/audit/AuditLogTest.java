// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.AuditConfig;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.MovingClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The form of the audit log and how it is kept.
final class AuditLogTest {
    private static final RequestOrigin ORIGIN =
            new RequestOrigin("r-1", "192.0.2.7", "POST", "/api/v0/tokens");
    private static final AuditRecord RECORD =
            new AuditRecord(
                    AuditRecord.Event.CHANGE_OUTCOME,
                    ORIGIN,
                    new Actor(CredentialKind.OIDC, "keycloak", "ada\"\n"),
                    "create_token",
                    "token 7",
                    "refused",
                    "token_exists");

    @TempDir private Path directory;

    private static AuditConfig files(long bytesMax, int filesMax) {
        return new AuditConfig(bytesMax, filesMax, false);
    }

    private Path file() {
        return directory.resolve("audit.log");
    }

    @Test
    void writesOneJsonObjectALine() throws IOException {
        MovingClock clock = MovingClock.at(Instant.parse("2026-03-01T12:00:00.0079Z"));
        try (AuditLog log = AuditLog.open(file(), clock, AuditConfig.DEFAULT)) {
            log.append(RECORD);
        }

        assertThat(Files.readString(file()))
                .isEqualTo(
                        "{\"time\":\"2026-03-01T12:00:00.007Z\",\"event\":\"change_outcome\","
                                + "\"requestId\":\"r-1\",\"remoteAddress\":\"192.0.2.7\","
                                + "\"method\":\"POST\",\"route\":\"/api/v0/tokens\","
                                + "\"credentialKind\":\"oidc\",\"provider\":\"keycloak\","
                                + "\"subject\":\"ada\\\"\\n\",\"operation\":\"create_token\","
                                + "\"object\":\"token 7\",\"outcome\":\"refused\","
                                + "\"reason\":\"token_exists\"}\n");
    }

    @Test
    void tellsOurOwnIdentifierOfAUser() throws IOException {
        Principal ada =
                new Principal(CredentialKind.OIDC, "keycloak", "u-1", "ada", new UUID(1, 2));
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
            log.append(
                    new AuditRecord(
                            AuditRecord.Event.AUTHENTICATION,
                            ORIGIN,
                            Actor.of(ada),
                            "list_tokens",
                            null,
                            "allowed",
                            null));
        }

        assertThat(Files.readString(file()))
                .contains(
                        "\"subject\":\"u-1\","
                                + "\"userId\":\"00000000-0000-0001-0000-000000000002\","
                                + "\"operation\"");
    }

    @Test
    void leavesOutWhatIsNotKnown() throws IOException {
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
            log.append(
                    new AuditRecord(
                            AuditRecord.Event.AUTHENTICATION,
                            ORIGIN,
                            Actor.UNKNOWN,
                            "list_tokens",
                            null,
                            "unauthenticated",
                            null));
        }

        assertThat(Files.readString(file()))
                .endsWith(
                        "\"route\":\"/api/v0/tokens\",\"operation\":\"list_tokens\","
                                + "\"outcome\":\"unauthenticated\"}\n");
    }

    @Test
    void tellsOfTheConfigurationWithoutARequest() throws IOException {
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
            log.append(
                    AuditRecord.configuration(
                            "keycloak",
                            "add_administrator",
                            "administrator 7 (Admin)",
                            "in_force",
                            null,
                            3));
        }

        assertThat(Files.readString(file()))
                .endsWith(
                        "\"event\":\"configuration\",\"provider\":\"keycloak\","
                                + "\"operation\":\"add_administrator\","
                                + "\"object\":\"administrator 7 (Admin)\","
                                + "\"outcome\":\"in_force\",\"generation\":3}\n");
    }

    @Test
    void keepsNoOlderFileWhenToldSo() throws IOException {
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), files(1, 1))) {
            log.append(RECORD);
            log.append(RECORD);
        }

        assertThat(Files.readAllLines(file())).hasSize(1);
        assertThat(directory.resolve("audit.log.1")).doesNotExist();
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
                log.append(RECORD);
            }
        }

        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsFiveFilesAndTheYoungestLines() throws IOException {
        MovingClock clock = MovingClock.create();
        try (AuditLog log = AuditLog.open(file(), clock, files(1, 5))) {
            for (int i = 0; i < 7; i++) {
                log.append(RECORD);
                clock.advance(Duration.ofSeconds(1));
            }
        }

        try (var files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "audit.log",
                            "audit.log.1",
                            "audit.log.2",
                            "audit.log.3",
                            "audit.log.4");
        }
        assertThat(Files.readString(file())).contains("12:00:06.000Z");
        assertThat(Files.readString(directory.resolve("audit.log.4"))).contains("12:00:02.000Z");
    }

    @Test
    void fillsFileUpToItsLimit() throws IOException {
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
            log.append(RECORD);
        }
        long line = Files.size(file());
        Files.delete(file());
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), files(3 * line, 5))) {
            for (int i = 0; i < 4; i++) {
                log.append(RECORD);
            }
        }

        assertThat(Files.readAllLines(directory.resolve("audit.log.1"))).hasSize(3);
        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void linesOfManyThreadsStayWhole() throws IOException {
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            IntStream.range(0, 200).forEach(_ -> threads.execute(() -> log.append(RECORD)));
        }

        assertThat(Files.readAllLines(file()))
                .hasSize(200)
                .allMatch(line -> line.startsWith("{\"time\"") && line.endsWith("\"}"));
    }

    @Test
    void startsNewLineAfterTornOne() throws IOException {
        Files.writeString(file(), "{\"time\":\"2026");

        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
            log.append(RECORD);
        }

        assertThat(Files.readAllLines(file()))
                .satisfiesExactly(
                        torn -> assertThat(torn).isEqualTo("{\"time\":\"2026"),
                        whole -> assertThat(whole).endsWith("\"token_exists\"}"));
    }

    @Test
    void goesOnOnceTheFileCanBeWrittenAgain() throws IOException {
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), files(1, 5))) {
            log.append(RECORD);
            Files.createFile(directory.resolve("audit.log.3"));
            Path inTheWay = Files.createDirectories(directory.resolve("audit.log.4/full"));
            assertThatThrownBy(() -> log.append(RECORD)).isInstanceOf(ProblemException.class);

            Files.delete(inTheWay);
            log.append(RECORD);
        }

        assertThat(Files.readAllLines(file())).hasSize(1);
        assertThat(Files.readAllLines(directory.resolve("audit.log.1"))).hasSize(1);
    }

    @Test
    void beginsAnotherFileOnceItsOwnWasMovedAway() throws IOException {
        Path moved = directory.resolve("audit.log-20260301");
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
            log.append(RECORD);
            Files.move(file(), moved);
            log.append(RECORD);
            log.append(RECORD);
        }

        assertThat(Files.readAllLines(moved)).hasSize(1);
        assertThat(Files.readAllLines(file())).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void goesOnInAnotherFileThatWasPutInItsPlace() throws IOException {
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
            log.append(RECORD);
            Files.delete(file());
            Files.writeString(file(), "torn");
            log.append(RECORD);
        }

        assertThat(Files.readAllLines(file()))
                .satisfiesExactly(
                        torn -> assertThat(torn).isEqualTo("torn"),
                        whole -> assertThat(whole).endsWith("\"token_exists\"}"));
    }

    @Test
    void failsWhereNoOtherFileCanBeBegun() throws IOException {
        try (AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT)) {
            log.append(RECORD);
            Files.delete(file());
            Path inTheWay = Files.createDirectory(file());

            assertThatThrownBy(() -> log.append(RECORD))
                    .isInstanceOf(ProblemException.class)
                    .extracting("problem.code")
                    .isEqualTo("audit_unavailable");

            Files.delete(inTheWay);
            log.append(RECORD);
        }
        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void tellsItsTroubleUntilARecordCouldBeWritten() throws IOException {
        MovingClock clock = MovingClock.create();
        try (AuditLog log = AuditLog.open(file(), clock, files(1, 2))) {
            log.append(RECORD);
            assertThat(log.trouble()).isEmpty();
            Path inTheWay = Files.createDirectories(directory.resolve("audit.log.1/full"));

            assertThatThrownBy(() -> log.append(RECORD))
                    .extracting("problem.message")
                    .isEqualTo("the audit log cannot be written: it cannot be used");
            assertThat(log.trouble())
                    .hasValue("the audit log cannot be written: it cannot be used");

            Files.delete(inTheWay);
            assertThat(log.trouble()).as("tried out a moment ago").isPresent();
            clock.advance(Duration.ofSeconds(1));
            assertThat(log.trouble()).isEmpty();
            assertThat(file()).isEmptyFile();
            log.append(RECORD);
        }
        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        try (AuditLog log =
                AuditLog.open(Path.of("/dev/full"), MovingClock.create(), files(1, 2))) {
            String full = "the audit log cannot be written: No space left on device";

            assertThatThrownBy(() -> log.append(RECORD))
                    .extracting("problem.message")
                    .isEqualTo(full);
            assertThat(log.trouble()).hasValue(full);
        }
    }

    @Test
    void failureIsUnavailable() throws IOException {
        AuditLog log = AuditLog.open(file(), MovingClock.create(), AuditConfig.DEFAULT);
        log.close();

        assertThatThrownBy(() -> log.append(RECORD))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("the audit log " + file() + " cannot be written: ")
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(Problem.Kind.UNAVAILABLE, "audit_unavailable");
    }
}
