// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.AzureConfig;
import dev.sluice.config.BucketConfig;
import dev.sluice.config.GoogleConfig;
import dev.sluice.config.ObjectStoreConfig;
import dev.sluice.config.S3Config;
import dev.sluice.config.ServerConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.FileCache;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.azure.AzureBucket;
import dev.sluice.objectstore.google.GoogleBucket;
import dev.sluice.objectstore.s3.S3Bucket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Where the data files are: in the data directory, or in the bucket that the settings name.
///
/// @param objects the files
/// @param localFiles the directory below which every file is that `objects` gives to read
/// @param bucket of `objects`, which has what else may be in it; null where there is none
record DataFileStore(ObjectStore objects, Path localFiles, @Nullable BucketStore bucket) {

    /// Opens it.
    ///
    /// @param cluster whose files they are
    /// @param opened takes charge of closing
    /// @throws IOException when the data directory cannot be used
    /// @throws ProblemException *unavailable*, in one sentence, when the service refuses the
    ///   bucket, or it is another cluster's; *conflict* when a bucket is named although files are
    ///   in the data directory
    static DataFileStore open(
            ServerConfig config, DataDirectory directory, UUID cluster, Host host, Opened opened)
            throws IOException {
        BucketConfig named = config.bucket();
        LocalObjectStore local = LocalObjectStore.open(directory.objectDirectory());
        MoveMark moved = MoveMark.read(directory.moveFile());
        if (named == null) {
            moved.requireFilesHere();
            return new DataFileStore(local, directory.objectDirectory(), null);
        }
        if (moved.files() == null && !local.list("").isEmpty()) {
            throw Problem.conflict(
                            "files_elsewhere",
                            "objectStore names the bucket "
                                    + named.bucket()
                                    + ", but there are data files in "
                                    + directory.objectDirectory()
                                    + ": move them into the bucket with `sluice move` and the same"
                                    + " settings, or remove objectStore")
                    .asException();
        }
        BucketStore bucket =
                opened.add(bucketStore(BucketStore::open, named, config, directory, host));
        opened.beforeClosing(bucket::hurry);
        try {
            bucket.use(cluster);
        } catch (IOException refused) {
            throw refused(refused);
        }
        return new DataFileStore(bucket, directory.cacheDirectory(), bucket);
    }

    /// A way to open a bucket.
    @FunctionalInterface
    interface Opening {
        /// Opens it, as [BucketStore#open] does.
        BucketStore open(Bucket bucket, String prefix, FileCache cache) throws IOException;
    }

    /// Opens the bucket that the settings name, whatever is in the data directory.
    ///
    /// @param opening says what happens when the service cannot be reached
    /// @throws IOException when the data directory cannot be used
    /// @throws ProblemException *unavailable*, in one sentence, when the service refuses the bucket
    static BucketStore bucketStore(
            Opening opening,
            BucketConfig named,
            ServerConfig config,
            DataDirectory directory,
            Host host)
            throws IOException {
        ObjectStoreConfig use = config.sluice().objectStore();
        FileCache cache = FileCache.open(directory.cacheDirectory(), use.cacheBytesMax());
        try {
            return opening.open(bucket(named, use, trusted(config, host)), use.prefix(), cache);
        } catch (IOException refused) {
            throw refused(refused);
        }
    }

    private static ProblemException refused(IOException cause) {
        return new ProblemException(
                Problem.unavailable("object_store_refused", FileTrouble.sentence(cause)), cause);
    }

    private static Bucket bucket(
            BucketConfig named, ObjectStoreConfig use, List<TrustManager> trusted)
            throws IOException {
        return switch (named) {
            case S3Config s3 -> new S3Bucket(s3, trusted);
            case AzureConfig azure -> AzureBucket.of(azure, use.azureEndpoint(), trusted);
            case GoogleConfig google -> GoogleBucket.of(google, use.googleEndpoint(), trusted);
        };
    }

    /// Opens it for a process that has nothing else in its data directory.
    ///
    /// @param cluster whose files they are
    /// @param opened takes charge of closing
    /// @throws ProblemException also *unavailable* when the data directory cannot be used
    static DataFileStore openAlone(
            ServerConfig config, DataDirectory directory, UUID cluster, Host host, Opened opened) {
        try {
            return open(config, directory, cluster, host, opened);
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "storage_unreadable",
                            "the data directory cannot be used: " + FileTrouble.sentence(failed)),
                    failed);
        }
    }

    /// Whom the bundle of `sluice.egress` trusts, as at the start of the server.
    private static List<TrustManager> trusted(ServerConfig config, Host host) {
        EgressTrust trust = EgressTrust.of(EgressTrust.bundle(config.sluice().egress(), host));
        return trust.authorities() == null ? List.of() : trust.authorities().trustManagers();
    }
}
