// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Levels and sizes of real files, and what becomes of a partition that is too much.
final class CompactorTest {
    private static final long FILE_BYTES = 40_000;
    private static final long MUCH_MEMORY = 1L << 24;
    private static final List<String> TAGS = List.of("t");
    private static final List<String> FIELDS = List.of("f");

    @Test
    @Conforms("D-240")
    void filesRiseThroughTheLevelsAndKeepTheirSize(@TempDir Path directory) throws IOException {
        Random random = new Random(7);
        try (WholeStorage storage = new WholeStorage(directory)) {
            for (int round = 0; round < 3; round++) {
                write(storage, random);
                write(storage, random);
                assertThat(levels(storage)).containsEntry(0, 2L);

                assertThat(storage.compact(false, FILE_BYTES, MUCH_MEMORY)).isEqualTo(1);
                assertThat(levels(storage)).containsKey(1).doesNotContainKey(0);
                while (storage.compact(false, FILE_BYTES, MUCH_MEMORY) > 0) {
                    requireSizes(storage);
                }

                assertThat(levels(storage)).containsKey(2).doesNotContainKey(0);
                requireSizes(storage);
            }
            long bytes = storage.files().stream().mapToLong(FileEntry::sizeBytes).sum();
            assertThat(bytes).isGreaterThan(4 * FILE_BYTES);
            assertThat(storage.files().size())
                    .isBetween((int) (bytes / FILE_BYTES), 3 * (int) (bytes / FILE_BYTES));
            assertThat(storage.points(TAGS, FIELDS)).hasSize(6 * 4_000);
        }
    }

    /// A byte or two is the estimate's: rows are not spread as evenly as it takes them to be.
    private static void requireSizes(WholeStorage storage) {
        assertThat(storage.files())
                .filteredOn(file -> file.level() > 0)
                .allSatisfy(file ->
                        assertThat(file.sizeBytes()).isLessThan(FILE_BYTES + FILE_BYTES / 4));
    }

    /// Some points of one day, late ones among them, whose values cannot be packed.
    private static void write(WholeStorage storage, Random random) throws IOException {
        List<String> lines = new ArrayList<>();
        long start = random.nextLong(1L << 40);
        for (int i = 0; i < 4_000; i++) {
            lines.add("m f=" + random.nextDouble() + " " + (start + i * 10_000_000_000L));
        }
        storage.write(String.join("\n", lines));
        storage.flush();
    }

    /// Values of each type, numbers at the ends of their range, missing tags and missing fields,
    /// with tag sets that change and stay.
    @Test
    void everyTypeAndEveryNullStaysAsItWas(@TempDir Path directory) throws IOException {
        try (WholeStorage storage = new WholeStorage(directory)) {
            storage.write(
                    """
                    m,t=a,u=x i=-9223372036854775808i,n=18446744073709551615u 1
                    m,t=a,u=x s="",b=false,f=-0.0 2
                    m,t=a s="text" 3
                    m,u=a i=9223372036854775807i 3
                    m f=1e300 3
                    """);
            storage.flush();
            storage.write(
                    """
                    m,t=a,u=x s="a longer text, ° and all",b=true 1
                    m,t=ab,u=x f=5e-324,n=0u 2
                    m,t=b,u=x b=true 2
                    m,u=x never=1 9
                    """);
            storage.flush();
            List<String> tags = List.of("t", "u");
            List<String> fields = List.of("i", "n", "f", "s", "b", "never");
            Map<String, Map<String, String>> before = storage.points(tags, fields);

            assertThat(storage.compact(false, FILE_BYTES, MUCH_MEMORY)).isEqualTo(1);

            assertThat(storage.files()).hasSize(1);
            assertThat(storage.points(tags, fields)).isEqualTo(before).hasSize(8);
        }
    }

    private static Map<Integer, Long> levels(WholeStorage storage) {
        Map<Integer, Long> levels = new TreeMap<>();
        storage.files().forEach(file -> levels.merge(file.level(), 1L, Long::sum));
        return levels;
    }

    @Test
    @Conforms("D-241")
    void aPartitionThatIsTooMuchIsWrittenDownAndLeftUntilItIsAskedFor(@TempDir Path directory)
            throws IOException {
        try (WholeStorage storage = new WholeStorage(directory)) {
            for (int flush = 0; flush < 2; flush++) {
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    lines.add("m,t=" + i + " f=" + flush + " 1");
                }
                lines.add("m,t=x f=1 2");
                storage.write(String.join("\n", lines));
                storage.flush();
            }
            List<FileEntry> before = storage.files();

            assertThat(storage.compact(false, FILE_BYTES, 150)).isZero();

            SkippedPartition skipped = storage.skipped().getFirst();
            assertThat(skipped.reason())
                    .isEqualTo(
                            "more than 100 rows, or 9223372036854775807 bytes of text, of one time"
                                    + " would have to be held in memory");
            assertThat(skipped)
                    .returns("1970-01-01", SkippedPartition::partition)
                    .returns(2, SkippedPartition::fileCount)
                    .returns(202L, SkippedPartition::rowCount)
                    .returns(
                            before.stream().mapToLong(FileEntry::sizeBytes).sum(),
                            SkippedPartition::sizeBytes)
                    .returns(storage.now(), SkippedPartition::skippedAt);

            storage.letPass(Duration.ofHours(1));
            assertThat(storage.compact(true, FILE_BYTES, MUCH_MEMORY)).isZero();
            storage.restart();
            assertThat(storage.compact(true, FILE_BYTES, MUCH_MEMORY)).isZero();
            assertThat(storage.files()).isEqualTo(before);
            assertThat(storage.skipped()).containsExactly(skipped);

            storage.retry(skipped);
            assertThat(storage.compact(false, FILE_BYTES, MUCH_MEMORY)).isEqualTo(1);
            assertThat(storage.skipped()).isEmpty();
            assertThat(storage.files()).hasSize(1);
            assertThat(storage.points(TAGS, FIELDS)).hasSize(101);
        }
    }

    /// Rows that are not where the estimate takes them to be: parted further, and not skipped.
    @Test
    void partsFurtherWhereTheEstimateWasWrong(@TempDir Path directory) throws IOException {
        try (WholeStorage storage = new WholeStorage(directory)) {
            for (int flush = 0; flush < 2; flush++) {
                List<String> lines = new ArrayList<>();
                lines.add("m f=0 0");
                for (int i = 0; i < 200; i++) {
                    lines.add("m f=" + flush + " " + (80_000_000_000_000L + i));
                }
                storage.write(String.join("\n", lines));
                storage.flush();
            }

            assertThat(storage.compact(false, FILE_BYTES, 100)).isEqualTo(1);

            assertThat(storage.skipped()).isEmpty();
            assertThat(storage.files()).allSatisfy(file -> assertThat(file.level()).isOne());
            assertThat(storage.files())
                    .allSatisfy(file -> assertThat(file.rowCount()).isLessThanOrEqualTo(100));
            assertThat(storage.points(TAGS, FIELDS)).hasSize(201);
        }
    }

    /// Long texts take little room in a file, and all of it in memory.
    @Test
    void partsWhatHasTooMuchTextAndJoinsItOnlyToFewerFiles(@TempDir Path directory)
            throws IOException {
        try (WholeStorage storage = new WholeStorage(directory)) {
            for (int flush = 0; flush < 2; flush++) {
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    lines.add("m f=\"" + "x".repeat(10_000) + flush + "\" " + (flush * 10 + i));
                }
                storage.write(String.join("\n", lines));
                storage.flush();
            }
            Map<String, Map<String, String>> before = storage.points(TAGS, FIELDS);

            assertThat(storage.compact(true, FILE_BYTES, MUCH_MEMORY, 100_000)).isEqualTo(1);

            List<FileEntry> parts = storage.files();
            assertThat(parts)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(file -> assertThat(file.rowCount()).isLessThan(10))
                    .allSatisfy(file -> assertThat(file.level()).isEqualTo(2));
            assertThat(storage.points(TAGS, FIELDS)).isEqualTo(before).hasSize(30);
            int count = parts.size();
            while (storage.compact(true, FILE_BYTES, MUCH_MEMORY, 100_000) > 0) {
                assertThat(storage.files()).hasSizeLessThan(count);
                count = storage.files().size();
            }
            assertThat(storage.files()).hasSizeGreaterThan(3);
            assertThat(storage.points(TAGS, FIELDS)).isEqualTo(before);
            assertThat(storage.skipped()).isEmpty();
        }
    }

    private static void writeTwoFiles(WholeStorage storage) throws IOException {
        storage.write("m f=1 1");
        storage.flush();
        storage.write("m f=2 2");
        storage.flush();
    }

    @Test
    void triesAgainWhereThereWasNoMemory(@TempDir Path directory) throws IOException {
        try (WholeStorage storage = new WholeStorage(directory)) {
            writeTwoFiles(storage);
            Runnable fill =
                    () -> {
                        throw new OutOfMemoryError("no merging today");
                    };

            assertThat(storage.compactElsewhere(fill)).isZero();

            assertThat(storage.compactElsewhere(() -> {})).isEqualTo(1);
            assertThat(storage.files()).hasSize(1);
        }
    }

    /// Table `n`, which can be read, is merged at the first look.
    @Test
    void whatCannotBeReadIsTriedLessAndLessOftenAndKeepsNoOther(@TempDir Path directory)
            throws IOException {
        try (WholeStorage storage = new WholeStorage(directory)) {
            writeTwoFiles(storage);
            storage.write("n f=1 1");
            storage.flush();
            storage.write("n f=2 2");
            storage.flush();

            assertThat(storage.looksThatFail("m", 200))
                    .containsExactly(0, 2, 5, 10, 19, 36, 69, 134, 199);

            assertThat(storage.files()).hasSize(3);
            assertThat(storage.compactElsewhere(() -> {})).isEqualTo(1);
            assertThat(storage.points(List.of(), FIELDS)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void aDamagedFileIsNobodysMistakeAndIsNotMerged(int length, @TempDir Path directory)
            throws IOException {
        try (WholeStorage storage = new WholeStorage(directory)) {
            writeTwoFiles(storage);
            Path damaged = storage.pathOf(storage.files().getFirst());
            byte[] whole = Files.readAllBytes(damaged);
            Files.write(damaged, Arrays.copyOf(whole, length));

            assertThat(storage.compactElsewhere(() -> {})).isZero();

            assertThat(storage.files()).hasSize(2);
            assertThatThrownBy(() -> storage.points(List.of(), FIELDS))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("data_file_damaged"));
        }
    }

    @Test
    void keepsFilesThatTheCatalogMayHave(@TempDir Path directory) throws IOException {
        try (WholeStorage storage = new WholeStorage(directory)) {
            writeTwoFiles(storage);
            Map<String, Map<String, String>> before = storage.points(List.of(), FIELDS);

            assertThatThrownBy(storage::compactWithoutAnswer).isInstanceOf(OutOfMemoryError.class);

            assertThat(storage.files()).hasSize(1);
            assertThat(storage.points(List.of(), FIELDS)).isEqualTo(before).hasSize(2);
        }
    }
}
