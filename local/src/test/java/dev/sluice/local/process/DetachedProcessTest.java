// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.process.DetachedProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DetachedProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path directory;
    private @Nullable DetachedProcess started;

    @AfterEach
    void endWhatWasStarted() throws IOException, InterruptedException {
        if (started != null) {
            started.kill();
        }
    }

    @Test
    void isFoundAgainByItsPidFile() throws IOException {
        Launch launch = shell("exec sleep 600");
        started = DetachedProcess.start(launch);

        DetachedProcess found = Objects.requireNonNull(DetachedProcess.find(launch));

        assertThat(found.pid()).isEqualTo(started.pid());
        assertThat(found.isAlive()).isTrue();
    }

    @Test
    void keepsThePidFileToItsOwner() throws IOException {
        Launch launch = shell("exec sleep 600");
        started = DetachedProcess.start(launch);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(launch.pidFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void doesNotTakeAStrangerWithTheSamePidForItsOwn() throws IOException {
        Launch launch = shell("exec sleep 600");
        started = DetachedProcess.start(launch);
        Files.writeString(launch.pidFile(), started.pid() + " 1000\n");

        assertThat(DetachedProcess.find(launch)).isNull();
    }

    @Test
    void isNotedByABirthThatSettingTheClockDoesNotMove() throws IOException {
        Launch launch = shell("exec sleep 600");
        started = DetachedProcess.start(launch);

        String stat = Files.readString(Path.of("/proc", String.valueOf(started.pid()), "stat"));
        String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        String ticks = stat.split(" ", -1)[21];

        assertThat(launch.pidFile())
                .content()
                .isEqualTo("%d %s:%s%n".formatted(started.pid(), boot, ticks));
    }

    @Test
    void doesNotTakeAProcessOfAnEarlierBootForItsOwn() throws IOException {
        Launch launch = shell("exec sleep 600");
        started = DetachedProcess.start(launch);
        String note = Files.readString(launch.pidFile());
        String ticks = note.substring(note.indexOf(':'));
        Files.writeString(
                launch.pidFile(), started.pid() + " 00000000-0000-4000-8000-000000000000" + ticks);

        assertThat(DetachedProcess.find(launch)).isNull();
    }

    @Test
    void isFoundByItsStartTimeWhereTheKernelTellsNoMore() throws IOException {
        Launch launch = shell("exec sleep 600");
        started = DetachedProcess.start(launch);
        Instant start =
                ProcessHandle.of(started.pid()).orElseThrow().info().startInstant().orElseThrow();
        Files.writeString(
                launch.pidFile(), started.pid() + " " + start.plusSeconds(2).toEpochMilli());

        DetachedProcess found = Objects.requireNonNull(DetachedProcess.find(launch));

        assertThat(found.pid()).isEqualTo(started.pid());
    }

    @Test
    void findsNothingBehindADamagedPidFile() throws IOException {
        Launch launch = shell("true");
        Files.writeString(launch.pidFile(), "nonsense");

        assertThat(DetachedProcess.find(launch)).isNull();
    }

    @Test
    void findsNothingOnceTheProcessHasEnded() throws IOException, InterruptedException {
        Launch launch = shell("exec sleep 600");
        started = DetachedProcess.start(launch);

        started.stop(PATIENCE);

        assertThat(DetachedProcess.find(launch)).isNull();
        assertThat(launch.pidFile()).doesNotExist();
    }

    @Test
    void insistsWhenAskingIsOfNoUse() throws IOException, InterruptedException {
        Launch launch = shell("trap '' TERM; echo deaf; while :; do sleep 1; done");
        started = DetachedProcess.start(launch);
        while (!started.lastWords().equals("deaf")) {
            assertThat(started.awaitEnd(Waiting.STEP)).isFalse();
        }

        started.stop(Duration.ZERO);

        assertThat(started.isAlive()).isFalse();
    }

    @Test
    void takesAnUncollectedProcessForEnded() throws IOException, InterruptedException {
        // The inner shell ends at once; its parent becomes a program that never asks for it.
        started = DetachedProcess.start(shell("sh -c 'echo $$; exit 0' & exec sleep 600"));
        while (started.lastWords().isEmpty()) {
            assertThat(started.awaitEnd(Waiting.STEP)).isFalse();
        }
        long inner = Long.parseLong(started.lastWords());
        while (!LinuxProcess.isUncollected(inner)) {
            assertThat(started.awaitEnd(Waiting.STEP)).isFalse();
        }

        assertThat(ProcessHandle.of(inner)).isPresent();
        assertThat(LinuxProcess.isUncollected(started.pid())).isFalse();
    }

    @Test
    void tellsItsLastWords() throws IOException, InterruptedException {
        started = DetachedProcess.start(shell("echo first; echo 'last one' >&2; echo"));
        started.awaitEnd(PATIENCE);

        assertThat(started.lastWords()).isEqualTo("last one");
    }

    @Test
    void runsInASessionOfItsOwn() throws IOException, InterruptedException {
        started = DetachedProcess.start(shell("cut -d' ' -f6 /proc/$$/stat"));
        started.awaitEnd(PATIENCE);

        assertThat(started.lastWords()).isEqualTo(String.valueOf(started.pid()));
    }

    private Launch shell(String script) {
        return new Launch(
                "the script",
                List.of("/bin/sh", "-c", script),
                Map.of(),
                directory.resolve("log"),
                directory.resolve("pid"));
    }
}
