// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.jar;

import dev.sluice.model.Problem;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A system that programs run on, and which native libraries are of use there.
///
/// @param debian its name in Debian's words
/// @param jar what marks jars for it, as Maven's classifiers do
/// @param folders of its libraries inside jars
public record Platform(String debian, String jar, Set<String> folders) {
    private static final Pattern MARKED_JAR =
            Pattern.compile(".*[-_](linux|osx|windows)[-_](aarch_64|x86_64)(?:-[\\d.]+)?\\.jar");
    private static final Pattern DUCKDB = Pattern.compile("libduckdb_java\\.so_.*");

    /// Libraries that are found by `java.library.path` or, Arrow's, by a property of its own.
    private static final Pattern NATIVE =
            Pattern.compile(
                    "(?<folder>org/sqlite/native/.+|META-INF/native|arrow_cdata_jni/\\w+|[a-z]+/\\w+)/"
                            + "(?<file>(?:lib)?(?:sqlitejdbc|netty_|arrow_cdata_jni|zstd-jni-)[^/]*"
                            + "\\.(?:so|dylib|jnilib|dll))");

    private static final List<Platform> KNOWN =
            List.of(
                    new Platform(
                            "amd64",
                            "linux-x86_64",
                            Set.of(
                                    "org/sqlite/native/Linux/x86_64",
                                    "META-INF/native",
                                    "arrow_cdata_jni/x86_64",
                                    "linux/amd64")),
                    new Platform(
                            "arm64",
                            "linux-aarch_64",
                            Set.of(
                                    "org/sqlite/native/Linux/aarch64",
                                    "META-INF/native",
                                    "arrow_cdata_jni/aarch_64",
                                    "linux/aarch64")));

    /// Copies the folders.
    public Platform {
        folders = Set.copyOf(folders);
    }

    /// The platform of a Java system property `os.arch`.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for one that nothing is made for
    public static Platform named(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> KNOWN.getFirst();
            case "aarch64", "arm64" -> KNOWN.getLast();
            default ->
                    throw Problem.invalid(
                                    "platform_unknown",
                                    "packages are made for amd64 and arm64, not for "
                                            + architecture)
                            .asException();
        };
    }

    /// Whether a jar is of use: it is for every platform, or for this one.
    public boolean keepsJar(String fileName) {
        var marked = MARKED_JAR.matcher(fileName);
        return !marked.matches() || (marked.group(1) + "-" + marked.group(2)).equals(jar);
    }

    /// Whether an entry stays in its jar. Native libraries do not: those of this platform lie
    /// beside the jars, where no start has to unpack them, and the others are of no use.
    boolean keeps(String entry) {
        return !DUCKDB.matcher(entry).matches() && !NATIVE.matcher(entry).matches();
    }

    /// The file that an entry becomes beside the jars; null when it is none of this platform's
    /// libraries.
    @Nullable String fileBeside(String entry) {
        Matcher library = NATIVE.matcher(entry);
        return library.matches()
                        && folders.contains(library.group("folder"))
                        && entry.endsWith(".so")
                ? library.group("file")
                : null;
    }
}
