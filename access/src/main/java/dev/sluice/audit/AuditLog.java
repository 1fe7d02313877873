// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

import dev.sluice.config.AuditConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Who asked for what, and what came of it: one JSON object a line (admin.md 1.11). Carries no
/// secret.
///
/// A line is in the file, in one piece, when [#append] returns; lines about changes are on the disk
/// by then. After a failure the file is opened again, and what a crash or a full disk left of a
/// line stays a line by itself; a file that somebody else has moved or removed is left for a new
/// one. Older files are `NAME.1` (the youngest), `NAME.2` and so on; what is older than the
/// settings keep is gone. A copy of each record goes to the program's own log, where the settings
/// say so. Safe for many threads.
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    /// A record takes no more than this mostly. With less room on the disk there is trouble.
    private static final int TRIED_BYTES = 4096;

    /// Whoever asks for [#trouble] makes no more work on the disk than this.
    private static final Duration TRIAL_INTERVAL = Duration.ofSeconds(1);

    private final Path file;
    private final InstantSource clock;
    private final AuditConfig settings;
    private FileChannel channel;

    /// What tells the open file from another one at its path; null where the system has no such
    /// thing, and keeps an open file where it is.
    private @Nullable Object key;

    private boolean closed;
    private volatile @Nullable String trouble;
    private Instant tried = Instant.MIN;

    private AuditLog(Path file, InstantSource clock, AuditConfig settings) throws IOException {
        this.file = file;
        this.clock = clock;
        this.settings = settings;
        this.channel = openChannel(file);
        this.key = keyOf(file);
        endLastLine();
    }

    /// Opens the log for appending.
    ///
    /// @param file made when missing, mode 0600
    /// @param clock for the time of each record
    /// @param settings sizes, and whether to copy
    /// @throws IOException when the file cannot be opened
    public static AuditLog open(Path file, InstantSource clock, AuditConfig settings)
            throws IOException {
        return new AuditLog(file, clock, settings);
    }

    private static FileChannel openChannel(Path file) throws IOException {
        FileAttribute<?>[] attributes =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), attributes);
    }

    /// Appends a record.
    ///
    /// @throws ProblemException *unavailable* when it could not be written; whoever is about to act
    ///   must not act then
    public void append(AuditRecord record) {
        append(
                AuditCodec.line(clock.instant(), record),
                record.event() != AuditRecord.Event.AUTHENTICATION);
        if (settings.copyToLog()) {
            LoggingEventBuilder copy = LOG.atInfo();
            AuditCodec.members(
                    record,
                    (member, value) -> {
                        var _ = copy.addKeyValue(member, value);
                    });
            copy.log("audit");
        }
    }

    private synchronized void append(byte[] line, boolean durably) {
        try {
            makeRoom(line.length);
            write(ByteBuffer.wrap(line));
            if (durably) {
                channel.force(false);
            }
            trouble = null;
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.unavailable("audit_unavailable", giveUp(e)),
                    "the audit log " + file + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    /// Why nobody can be let in now whose admission is audited, or nothing. After a failure it is
    /// tried out from time to time whether a record could be written, so that this ends by itself
    /// once the disk has room.
    public Optional<String> trouble() {
        if (trouble != null) {
            tryOut();
        }
        return Optional.ofNullable(trouble);
    }

    private synchronized void tryOut() {
        Instant now = clock.instant();
        if (Duration.between(tried, now).abs().compareTo(TRIAL_INTERVAL) < 0) {
            return;
        }
        tried = now;
        try {
            makeRoom(TRIED_BYTES);
            writeAndTakeBack("\n".repeat(TRIED_BYTES));
            trouble = null;
        } catch (IOException e) {
            var _ = giveUp(e);
        }
    }

    private void writeAndTakeBack(String lines) throws IOException {
        long size = channel.size();
        try (Closeable _ = () -> channel.truncate(size)) {
            write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void makeRoom(int bytes) throws IOException {
        reopenIfNeeded();
        if (channel.size() > 0 && channel.size() + bytes > settings.fileBytesMax()) {
            rotate();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
    }

    private void reopenIfNeeded() throws IOException {
        if (closed) {
            throw new IOException("the server ends");
        }
        if (channel.isOpen() && isInPlace()) {
            return;
        }
        if (channel.isOpen()) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .log("the audit log was moved or removed by somebody; another one is begun");
            channel.close();
        }
        begin();
        endLastLine();
    }

    /// Whether the path still leads to the open file. Asked for each record: it costs less than the
    /// record does.
    private boolean isInPlace() throws IOException {
        try {
            return Objects.equals(keyOf(file), key);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void begin() throws IOException {
        channel = openChannel(file);
        key = keyOf(file);
    }

    /// Notes what keeps the log from being written, in words that anybody may read.
    private String giveUp(IOException reason) {
        try {
            channel.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        String sentence = "the audit log cannot be written: " + FileTrouble.reason(reason);
        trouble = sentence;
        return sentence;
    }

    private void endLastLine() throws IOException {
        long size = channel.size();
        if (size == 0) {
            return;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
            int _ = reading.read(last, size - 1);
        }
        if (last.get(0) != '\n') {
            write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void rotate() throws IOException {
        channel.close();
        if (settings.filesMax() == 1) {
            Files.deleteIfExists(file);
        }
        for (int i = settings.filesMax() - 1; i > 0; i--) {
            Path younger = i == 1 ? file : older(i - 1);
            if (Files.exists(younger)) {
                Files.move(younger, older(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        begin();
    }

    private Path older(int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }

    /// Closes the file.
    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "audit_unavailable",
                            "the audit log " + file + " cannot be closed: " + e.getMessage()),
                    e);
        }
    }
}
