// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import dev.sluice.dist.archive.FileTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The cache beside a program from which the JVM takes its classes loaded and linked (JEP 483).
///
/// It records runs, which are never quite the same twice. So a cache is kept by a digest of all
/// that went into it, and the same programs get the same cache again.
///
/// @param kept where caches are kept
record StartUpCache(Path kept) {
    /// Belongs to the digest; to be raised when the training or the options below change.
    private static final int RECIPE = 2;

    /// How many caches of a program are kept; the oldest go first.
    static final int KEPT_MAX = 3;

    /// Puts the cache beside a program that will not change any more.
    ///
    /// @param time what every file's time is; the JVM takes no cache of files with another one
    void add(Application application, Training training, Instant time, Path scratch)
            throws IOException, InterruptedException {
        FileTree tree = application.tree();
        tree.settle(time);
        Path cache = kept.resolve(digest(application, time) + ".aot");
        if (!Files.exists(cache)) {
            Files.createDirectories(kept);
            FileTree work = FileTree.empty(scratch);
            Path draft = Files.createTempFile(kept, "draft", ".aot");
            try {
                training.record(application, work.root(), draft);
                Files.move(draft, cache, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
            work.delete();
            prune(application.product());
        }
        Files.copy(cache, tree.place(application.product().cacheFile()));
        tree.settle(time);
    }

    /// Throws away all but the newest caches of a program.
    void prune(Product product) throws IOException {
        List<Path> caches;
        try (Stream<Path> files = Files.list(kept)) {
            caches =
                    files.filter(file ->
                                    file.getFileName().toString().startsWith(product.name() + "-"))
                            .toList();
        }
        Map<Path, FileTime> ages = new HashMap<>();
        for (Path file : caches) {
            ages.put(file, Files.getLastModifiedTime(file));
        }
        List<Path> byAge = new ArrayList<>(caches);
        byAge.sort(Comparator.comparing(file -> Objects.requireNonNull(ages.get(file))));
        for (Path file : byAge.subList(0, Math.max(0, byAge.size() - KEPT_MAX))) {
            Files.delete(file);
        }
    }

    private static String digest(Application application, Instant time) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out =
                    new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                out.write(
                        (RECIPE + " " + time + " " + application.product() + "\n")
                                .getBytes(StandardCharsets.UTF_8));
                for (FileTree.Entry entry : application.tree().entries()) {
                    out.write((entry.name() + "\n").getBytes(StandardCharsets.UTF_8));
                    if (Files.isRegularFile(entry.path(), LinkOption.NOFOLLOW_LINKS)) {
                        Files.copy(entry.path(), out);
                    }
                }
            }
            return application.product().name() + "-" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
