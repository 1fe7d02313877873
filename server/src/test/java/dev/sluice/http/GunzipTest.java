// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GunzipTest {
    private static final int BYTES_MAX = 1_000_000;

    private final BodyMemory memory = new BodyMemory(4 * BYTES_MAX);

    @AfterEach
    void everythingWasGivenBack() {
        assertThat(memory.bytesTaken()).isZero();
    }

    @Test
    void decodesOneMember() throws IOException {
        assertThat(text(gzip("cpu usage=1"))).isEqualTo("cpu usage=1");
    }

    @Test
    void decodesMembersInARow() throws IOException {
        assertThat(text(joined(gzip("a f=1\n"), gzip(""), gzip("b f=2\n"))))
                .isEqualTo("a f=1\nb f=2\n");
    }

    @Test
    void decodesMoreThanOneChunk() throws IOException {
        String lines = "cpu,host=a usage=1.5 1700000000000000000\n".repeat(20_000);

        assertThat(text(gzip(lines))).isEqualTo(lines);
    }

    @Test
    void skipsEveryOptionalHeaderField() throws IOException {
        assertThat(text(withAllHeaderFields("m f=1", 0))).isEqualTo("m f=1");
    }

    @Test
    void rejectsAWrongHeaderChecksum() throws IOException {
        byte[] damaged = withAllHeaderFields("m f=1", 1);

        assertInvalid(() -> text(damaged), "header checksum does not match");
    }

    @Test
    void rejectsEveryTruncation() throws IOException {
        byte[] whole = withAllHeaderFields("m f=1\nm f=2\n", 0);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertInvalid(() -> text(cut), "unexpected end");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"g", "garbage", "more garbage than a header has", "\0\0\0g", "\u001fg"})
    void rejectsBytesAfterTheLastMember(String garbage) throws IOException {
        byte[] followed = joined(gzip("m f=1"), bytes(garbage));

        assertInvalid(() -> text(followed), "what follows its end is no gzip");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 512})
    void takesNoNoticeOfZerosAfterTheLastMember(int zeros) throws IOException {
        assertThat(text(joined(gzip("a f=1\n"), gzip("b f=2\n"), new byte[zeros])))
                .isEqualTo("a f=1\nb f=2\n");
    }

    @Test
    void rejectsZerosAlone() {
        assertInvalid(() -> text(new byte[512]), "invalid gzip header");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 12})
    void rejectsAMemberThatIsCutOffAfterAnother(int length) throws IOException {
        byte[] cut = joined(gzip("a f=1\n"), Arrays.copyOf(gzip("b f=2\n"), length));

        assertInvalid(() -> text(cut), "unexpected end");
    }

    @Test
    void rejectsPlainText() {
        assertInvalid(() -> text(bytes("m f=1 1700000000")), "invalid gzip header");
    }

    @Test
    void rejectsAWrongChecksum() throws IOException {
        byte[] damaged = gzip("m f=1");
        damaged[damaged.length - 8] ^= 1;

        assertInvalid(() -> text(damaged), "checksum does not match");
    }

    @Test
    void rejectsAWrongLength() throws IOException {
        byte[] damaged = gzip("m f=1");
        damaged[damaged.length - 4] ^= 1;

        assertInvalid(() -> text(damaged), "length does not match");
    }

    @Test
    void rejectsAnotherCompressionMethod() throws IOException {
        byte[] damaged = gzip("m f=1");
        damaged[2] = 7;

        assertInvalid(() -> text(damaged), "unknown compression method");
    }

    @Test
    void rejectsUnknownFlags() throws IOException {
        byte[] damaged = gzip("m f=1");
        damaged[3] = 0x40;

        assertInvalid(() -> text(damaged), "unknown flags");
    }

    @Test
    void neverPassesOnPartOfADamagedStream() throws IOException {
        String lines = "cpu,host=a usage=1.5 1700000000000000000\n".repeat(500);
        byte[] whole = gzip(lines);
        Random random = new Random(20260101);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            int place = random.nextInt(damaged.length);
            damaged[place] ^= (byte) (1 << random.nextInt(8));
            // A few bits mean nothing: the header's time, and padding.
            assertThat(textOrRefusal(damaged)).isIn(lines, "refused");
        }
    }

    @Test
    void stopsABombAtTheLimit() throws IOException {
        byte[] bomb = gzip("0".repeat(50 * BYTES_MAX));

        assertThatThrownBy(() -> text(bomb))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.TOO_LARGE);
                            assertThat(e.problem().message())
                                    .isEqualTo("max request size (1000000 bytes) exceeded");
                        });
    }

    @Test
    void stopsABombOfMembersAtTheLimit() throws IOException {
        byte[] member = gzip("0".repeat(BYTES_MAX / 2));

        assertThatThrownBy(() -> text(joined(member, member, member)))
                .hasMessage("max request size (1000000 bytes) exceeded");
    }

    @Test
    void takesExactlyTheLimit() throws IOException {
        assertThat(text(gzip("0".repeat(BYTES_MAX)))).hasSize(BYTES_MAX);
    }

    @Test
    void isBusyWhenMemoryForBodiesIsShort() throws IOException {
        BodyMemory little = new BodyMemory(100_000);
        byte[] compressed = gzip("0".repeat(500_000));

        assertThatThrownBy(() -> text(compressed, little))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.BUSY));
        assertThat(little.bytesTaken()).isZero();
    }

    private void assertInvalid(ThrowingCallable decode, String detail) {
        assertThatThrownBy(decode)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID);
                            assertThat(e.problem().message())
                                    .isEqualTo("error decoding gzip stream: " + detail);
                        });
    }

    private String textOrRefusal(byte[] compressed) {
        try {
            return text(compressed);
        } catch (ProblemException refused) {
            return "refused";
        }
    }

    /// Decodes. Where nothing is to be kept, the same is refused with the same words.
    private String text(byte[] compressed) {
        String refusal = refusalUnkept(compressed);
        try {
            String text = text(compressed, memory);
            assertThat(refusal).isEmpty();
            return text;
        } catch (ProblemException refused) {
            assertThat(refusal).isEqualTo(refused.problem().toString());
            throw refused;
        }
    }

    private String refusalUnkept(byte[] compressed) {
        try (Body input = new Body(memory, Integer.MAX_VALUE)) {
            input.append(compressed, compressed.length);
            Gunzip.check(input, BYTES_MAX);
            return "";
        } catch (ProblemException refused) {
            return refused.problem().toString();
        }
    }

    private static String text(byte[] compressed, BodyMemory memory) {
        try (Body input = new Body(memory, Integer.MAX_VALUE)) {
            input.append(compressed, compressed.length);
            try (Body output = Gunzip.decode(input, memory, BYTES_MAX)) {
                return new String(output.array(), 0, output.size(), StandardCharsets.UTF_8);
            }
        }
    }

    private static byte[] withAllHeaderFields(String text, int headerChecksumError)
            throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
        header.writeBytes(new byte[] {3, 0, 'x', 'y', 'z'});
        header.writeBytes(bytes("points.lp\0"));
        header.writeBytes(bytes("a comment\0"));
        CRC32 crc = new CRC32();
        crc.update(header.toByteArray());
        int checksum = (int) crc.getValue() + headerChecksumError;
        header.write(checksum);
        header.write(checksum >> 8);
        byte[] plain = gzip(text);
        return joined(header.toByteArray(), Arrays.copyOfRange(plain, 10, plain.length));
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(bytes(text));
        }
        return bytes.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
