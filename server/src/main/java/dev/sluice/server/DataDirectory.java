// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.config.SluiceConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The one directory that holds everything a server keeps. Open for one process at a time. What the
/// server makes is its user's alone: this directory where it is missing, and else the directories
/// in it that hold points. One that is there already keeps the rights that its owner gave it.
final class DataDirectory implements AutoCloseable {
    /// What a new directory needs: the catalog and the log begin with less than a tenth of it.
    static final long FREE_BYTES_MIN = 16L << 20;

    private static final String CATALOG_FILE = "catalog.sqlite";
    private static final String CLUSTER_FILE = "cluster-id";
    private static final String LOCK_FILE = "lock";

    private final Path root;
    private final FileChannel lockChannel;

    private DataDirectory(Path root, FileChannel lockChannel) {
        this.root = root;
        this.lockChannel = lockChannel;
    }

    /// Makes the directory where there is none, and takes it.
    ///
    /// @throws ProblemException *unavailable*, in one sentence with the next step, when it cannot
    ///   be made or written, when it is new and its disk is full, or when another server has it;
    ///   one that holds data is opened on a full disk too, since reading goes on there
    static DataDirectory open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            PrivateFiles.makeDirectory(root);
            if (Files.notExists(root.resolve(CATALOG_FILE))
                    && Files.notExists(root.resolve(CLUSTER_FILE))) {
                requireRoom(root, Files.getFileStore(root).getUsableSpace());
            }
        } catch (IOException failed) {
            throw unusable("cannot be made", root, failed);
        }
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            root.resolve(LOCK_FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw unusable("cannot be written", root, failed);
        }
        if (lock(channel, root) == null) {
            closeQuietly(channel);
            throw Problem.unavailable(
                            "data_directory_in_use",
                            "the data directory "
                                    + root
                                    + " is in use by another server: stop that one, or choose another"
                                    + " directory with --data-dir")
                    .asException();
        }
        return new DataDirectory(root, channel);
    }

    /// What its disk has free for this process.
    long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /// Databases, tables, tokens, files.
    Path catalogFile() {
        return catalogFile(root);
    }

    /// The catalog of a directory that another process may have open.
    static Path catalogFile(Path directory) {
        return directory.resolve(CATALOG_FILE);
    }

    /// Whose directory it is.
    Path clusterFile() {
        return clusterFile(root);
    }

    /// Whose directory it is, of one that another process may have open.
    static Path clusterFile(Path directory) {
        return directory.resolve(CLUSTER_FILE);
    }

    /// Says what is not here any more.
    Path moveFile() {
        return root.resolve("moved.json");
    }

    /// The write-ahead log.
    Path logDirectory() {
        return root.resolve("log");
    }

    /// Data files.
    Path objectDirectory() {
        return root.resolve("objects");
    }

    /// Local copies of data files that are kept elsewhere.
    Path cacheDirectory() {
        return root.resolve("cache");
    }

    /// Files in the making; emptied at each start.
    Path scratchDirectory() {
        return root.resolve("scratch");
    }

    /// Files that are being merged.
    Path compactionDirectory() {
        return scratchDirectory().resolve("compaction");
    }

    /// Snapshots of the catalog on their way into the object store.
    Path snapshotDirectory() {
        return scratchDirectory().resolve("snapshot");
    }

    /// Starts what makes files in a directory of scratch.
    static void startIn(Path scratch, Starting starting) {
        try {
            starting.start();
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "scratch_unwritable",
                            "the data directory cannot be used: "
                                    + scratch.getFileName()
                                    + ": "
                                    + FileTrouble.sentence(failed)),
                    failed);
        }
    }

    /// A start that needs a directory.
    @FunctionalInterface
    interface Starting {
        /// Starts.
        void start() throws IOException;
    }

    /// What queries spill; emptied at each start.
    Path spillDirectory() {
        return root.resolve("spill");
    }

    /// The admin token and its keys, of a directory that another process may have open.
    static Path secretDirectory(Path directory) {
        return directory.resolve("secrets");
    }

    /// The files of the admin token; the key pair is where the settings say.
    static AdminTokenFiles adminTokenFiles(SluiceConfig config) {
        Path secrets = secretDirectory(config.data().directory());
        Path keys = config.access().keyDirectory();
        return keys == null ? new AdminTokenFiles(secrets) : new AdminTokenFiles(secrets, keys);
    }

    Path auditFile() {
        return root.resolve("audit.log");
    }

    /// Says where the server listens, while it does.
    Path readyFile() {
        return readyFile(root);
    }

    static Path readyFile(Path directory) {
        return directory.resolve("server.json");
    }

    /// Lets another process have it.
    @Override
    public void close() {
        closeQuietly(lockChannel);
    }

    /// Refuses a disk with less than [#FREE_BYTES_MIN].
    static void requireRoom(Path root, long freeBytes) {
        if (freeBytes < FREE_BYTES_MIN) {
            throw Problem.unavailable(
                            "data_directory_full",
                            "the data directory "
                                    + root
                                    + " has "
                                    + freeBytes
                                    + " bytes free (needed: "
                                    + FREE_BYTES_MIN
                                    + "): free some space, or choose another directory with"
                                    + " --data-dir")
                    .asException();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel, Path root) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        } catch (IOException failed) {
            closeQuietly(channel);
            throw unusable("cannot be locked", root, failed);
        }
    }

    private static ProblemException unusable(String what, Path root, IOException cause) {
        return new ProblemException(
                Problem.unavailable(
                        "data_directory_unusable",
                        "the data directory "
                                + root
                                + " "
                                + what
                                + " ("
                                + FileTrouble.sentence(cause)
                                + "): give it to this user, or choose another with --data-dir"),
                cause);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The lock ends with the process at the latest.
        }
    }
}
