// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.objectstore.ObjectPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a filter says of names, and which files it takes for one.
final class NameFilterTest {
    private static final int COUNT = 10_000;

    @TempDir private Path directory;

    private static ObjectPath path(long number) {
        return ObjectPath.dataFile(1, 2, "aa", new UUID(7, number));
    }

    private Path filter(int count) throws IOException {
        Path names = directory.resolve("names.gz");
        try (PrintStream out =
                new PrintStream(new GZIPOutputStream(Files.newOutputStream(names)), false)) {
            LongStream.range(0, count).forEach(number -> out.print(path(number) + "\n"));
        }
        Path file = directory.resolve("bloom.bin.gz");
        try (OutputStream out = Files.newOutputStream(file)) {
            NameFilter.of(names, count).write(out);
        }
        return file;
    }

    /// Bytes that are no filter any more.
    static byte[] damaged(byte[] sound, String damage) {
        try {
            return switch (damage) {
                case "cut" -> Arrays.copyOf(sound, sound.length - 4);
                case "other" -> "no filter".getBytes(UTF_8);
                case "more" -> zipped(unzipped(sound), 1, -1);
                case "huge" -> zipped(unzipped(sound), 0, 2);
                default -> throw new IllegalArgumentException(damage);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static byte[] zipped(byte[] bytes, int more, int raised) throws IOException {
        byte[] changed = Arrays.copyOf(bytes, bytes.length + more);
        if (raised >= 0) {
            changed[raised] = 0x7F;
        }
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(target)) {
            out.write(changed);
        }
        return target.toByteArray();
    }

    /// Of a hundred thousand others a tenth is expected, and names and hashes are always the same.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 30, COUNT})
    void knowsEachNameAndHardlyAnother(int count) throws IOException {
        NameFilter filter = NameFilter.read(filter(count));

        assertThat(LongStream.range(0, count).filter(n -> !filter.mayHave(path(n))).count())
                .isZero();
        assertThat(LongStream.range(COUNT, 11 * COUNT).filter(n -> filter.mayHave(path(n))).count())
                .isLessThan(10);
    }

    @Test
    void takesLessThanFourBytesAName() throws IOException {
        assertThat(Files.size(filter(COUNT))).isBetween(3L * COUNT, 4L * COUNT);
    }

    @Test
    void asManyNamesAsMayBeFit() {
        double bits = -NameFilter.NAMES_MAX * Math.log(1e-6) / Math.pow(Math.log(2), 2);

        assertThat(bits / 8).isLessThan(NameFilter.BYTES_MAX);
        assertThatThrownBy(() -> NameFilter.of(directory, NameFilter.NAMES_MAX + 1))
                .isInstanceOf(IOException.class)
                .hasMessage("the catalog has 18000001 files; a filter holds 18000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "other", "more", "huge"})
    void otherFilesAreNone(String damage) throws IOException {
        Path file = filter(3);
        Files.write(file, damaged(Files.readAllBytes(file), damage));

        assertThatThrownBy(() -> NameFilter.read(file)).isInstanceOf(IOException.class);
    }
}
