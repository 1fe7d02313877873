// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.ColumnType;
import dev.sluice.testkit.Conforms;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileLogTest implements LogContract {
    private final List<LogLoss> losses = new ArrayList<>();

    @TempDir private Path directory;

    @Override
    public WriteAheadLog open(Path place) throws IOException {
        return FileLog.open(place, LogLimits.DEFAULT, losses::add);
    }

    @Test
    @Conforms("D-227")
    void cutsATornRecordOffAtEveryLength() throws IOException {
        append(1, 2);
        byte[] whole = Files.readAllBytes(segment(1));
        int secondFrame = whole.length / 2;
        for (int length = 0; length < whole.length; length++) {
            Files.write(segment(1), Arrays.copyOf(whole, length));

            assertThat(replayed()).hasSize(length < secondFrame ? 0 : 1);
            int sound = length < secondFrame ? 0 : secondFrame;
            assertThat(Files.size(segment(1))).isEqualTo(sound);
            if (length > sound) {
                assertThat(losses)
                        .containsExactly(new LogLoss.CutEnd(segment(1), sound, length - sound));
            } else {
                assertThat(losses).isEmpty();
            }
            losses.clear();
            deleteAllBut(segment(1));
        }
    }

    @Test
    void cutsATailOfZerosOff() throws IOException {
        append(1);
        long sound = Files.size(segment(1));
        Files.write(segment(1), new byte[100], StandardOpenOption.APPEND);

        assertThat(replayed()).hasSize(1);
        assertThat(losses).containsExactly(new LogLoss.CutEnd(segment(1), sound, 100));
    }

    /// The segment that a server made when it started says what was written before it.
    @Test
    void tellsThatBatchesAreMissingBeforeAnEmptySegment() throws IOException {
        append(1, 2, 3);
        assertThat(replayed()).hasSize(3);
        assertThat(segment(4)).isEmptyFile();
        cut(segment(1), Files.size(segment(1)) / 3);
        assertThat(losses).isEmpty();

        assertThat(replayed(new LogPosition(2))).isEmpty();
        assertThat(losses).containsExactly(new LogLoss.MissingPositions(segment(4), 3, 3));
    }

    @Test
    void tellsNothingOfAnEmptySegmentWhenAllBeforeItIsPersisted() throws IOException {
        append(1, 2, 3);
        assertThat(replayed()).hasSize(3);
        Files.delete(segment(1));

        assertThat(replayed(new LogPosition(3))).isEmpty();
        assertThat(losses).isEmpty();
    }

    @Test
    void givesAPositionOfATornRecordToTheNextBatch() throws IOException {
        append(1, 2);
        cut(segment(1), Files.size(segment(1)) - 1);

        append(3);

        assertThat(replayed())
                .extracting(logged -> Batches.show(logged.batch()))
                .containsExactly(Batches.show(Batches.row(1)), Batches.show(Batches.row(3)));
    }

    /// Whoever may write may write what looks like a record, and must not keep a server from
    /// starting by it.
    @Test
    void cutsATornRecordOffThatHoldsWhatLooksLikeOne() throws IOException {
        append(1);
        byte[] record = Frame.encode(3, List.of(BatchCodec.encode(Batches.row(3))));
        TableRows rows = new TableRows("m");
        ColumnData text = rows.columnFor("f", ColumnType.STRING);
        text.addText(record, 0, record.length);
        rows.endRow(2);
        try (WriteAheadLog log = open(directory)) {
            log.replay(LogPosition.NONE, logged -> {});
            log.append(new CheckedBatch(1, List.of(new CheckedTable(10, rows))));
        }
        byte[] whole = Files.readAllBytes(segment(2));
        int at = Collections.indexOfSubList(asList(whole), asList(record));
        assertThat(at).isPositive();
        Files.write(segment(2), Arrays.copyOf(whole, at + record.length));

        assertThat(replayed()).hasSize(1);
    }

    private static List<Byte> asList(byte[] bytes) {
        return IntStream.range(0, bytes.length).mapToObj(at -> bytes[at]).toList();
    }

    @Test
    void reportsEveryFlippedByteBeforeTheLastRecord() throws IOException {
        append(1, 2);
        byte[] sound = Files.readAllBytes(segment(1));
        for (int at = 0; at < sound.length / 2; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 1;
            Files.write(segment(1), damaged);

            assertThatIOException()
                    .as("byte %d", at)
                    .isThrownBy(this::replayed)
                    .withMessageContaining("segment-00000000000000000001.log is damaged");
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {4, 6})
    void doesNotCutOffWhatAnotherVersionWrote(byte version) throws IOException {
        append(1);
        byte[] other = Files.readAllBytes(segment(1));
        other[7] = version;
        Files.write(segment(1), other);

        assertThatIOException()
                .isThrownBy(this::replayed)
                .withMessageContaining(
                        "has version " + version + ", this server reads 5: start the")
                .withMessageEndingWith("and stop it, which puts the points into data files");
        assertThat(segment(1)).hasBinaryContent(other);
    }

    @Test
    void reportsATornRecordInASegmentThatIsNotTheLast() throws IOException {
        append(1);
        append(2);
        cut(segment(1), Files.size(segment(1)) - 1);

        assertThatIOException()
                .isThrownBy(this::replayed)
                .withMessageContaining("segment-00000000000000000001.log is damaged");
    }

    /// What the message tells to do.
    @Test
    void goesOnWithoutADamagedSegmentAndAllLaterOnes(@TempDir Path aside) throws IOException {
        append(1);
        append(2);
        append(3);
        cut(segment(2), Files.size(segment(2)) - 1);

        assertThatIOException()
                .isThrownBy(this::replayed)
                .withMessage(
                        "log segment "
                                + segment(2)
                                + " is damaged: the record at byte 0 is not whole: bring the log's"
                                + " files back from a copy; without one, move this segment and"
                                + " every later one out of the directory, which loses the points in"
                                + " them that are in no data file yet");
        Files.move(segment(2), aside.resolve("2"));
        assertThatIOException()
                .isThrownBy(this::replayed)
                .withMessageContaining(segment(3) + " is damaged: positions 2 to 2 are missing");
        Files.move(segment(3), aside.resolve("3"));
        assertThat(replayed()).hasSize(1);
    }

    @Test
    void goesOnWithoutADamagedSegmentAloneWhoseBatchesArePersisted() throws IOException {
        append(1);
        append(2);
        append(3);
        cut(segment(2), Files.size(segment(2)) - 1);
        Files.delete(segment(2));

        assertThat(replayed(new LogPosition(2))).hasSize(1);
    }

    @Test
    void namesWhatCannotBeRead() throws IOException {
        Files.createDirectory(segment(1));

        assertThatIOException()
                .isThrownBy(this::replayed)
                .withMessage("log segment " + segment(1) + " cannot be read: Is a directory");
    }

    @Test
    void reportsASegmentThatIsMissing() throws IOException {
        append(1);
        append(2);
        append(3);
        Files.delete(segment(2));

        assertThatIOException()
                .isThrownBy(this::replayed)
                .withMessageContaining("positions 2 to 2 are missing");
    }

    @Test
    void reportsThatTheFirstSegmentIsMissing() throws IOException {
        append(1);
        append(2);
        Files.delete(segment(1));

        assertThatIOException()
                .isThrownBy(this::replayed)
                .withMessageContaining("positions 1 to 1 are missing");
    }

    @Test
    void reportsASegmentUnderAWrongName() throws IOException {
        append(1);
        Files.move(segment(1), segment(2));

        assertThatIOException()
                .isThrownBy(() -> replayed(new LogPosition(1)))
                .withMessageContaining("position 1 stands where 2 should");
    }

    @Test
    void acceptsThatPersistedSegmentsAreMissing() throws IOException {
        append(1);
        append(2);
        append(3);
        Files.delete(segment(2));

        assertThat(replayed(new LogPosition(2))).hasSize(1);
    }

    @Test
    @Conforms("D-229")
    void deletesTrimmedSegments() throws IOException {
        try (WriteAheadLog log = open(directory)) {
            log.replay(LogPosition.NONE, logged -> {});
            log.append(Batches.row(1));
            log.trim(log.rotate());
        }

        assertThat(segment(1)).doesNotExist();
        assertThat(segment(2)).exists();
    }

    @Test
    void makesTheDirectoriesAboveIt() throws IOException {
        open(directory.resolve("a/b/c")).close();

        assertThat(directory.resolve("a/b/c")).isDirectory();
    }

    @Test
    void refusesADirectoryThatIsInUse() throws IOException {
        WriteAheadLog first = open(directory);

        assertThatIOException()
                .isThrownBy(() -> open(directory))
                .withMessageContaining("another process uses the log directory");
        first.close();
        open(directory).close();
    }

    private Path segment(long first) {
        return Segment.of(directory, first).path();
    }

    private void append(long... values) throws IOException {
        try (WriteAheadLog log = open(directory)) {
            log.replay(LogPosition.NONE, logged -> {});
            for (long value : values) {
                log.append(Batches.row(value));
            }
        }
    }

    private List<LoggedBatch> replayed() throws IOException {
        return replayed(LogPosition.NONE);
    }

    private List<LoggedBatch> replayed(LogPosition from) throws IOException {
        List<LoggedBatch> batches = new ArrayList<>();
        try (WriteAheadLog log = open(directory)) {
            log.replay(from, batches::add);
        }
        return batches;
    }

    private void deleteAllBut(Path kept) throws IOException {
        for (Segment segment : Segment.list(new DiskLogFiles(), directory)) {
            if (!segment.path().equals(kept)) {
                Files.delete(segment.path());
            }
        }
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
