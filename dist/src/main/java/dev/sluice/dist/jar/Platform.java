// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.jar;

import dev.sluice.model.Problem;
import java.util.List;
import java.util.regex.Pattern;

/// A system that programs run on, and which native libraries are of use there.
///
/// @param debian its name in Debian's words
/// @param jar what marks jars for it, as Maven's classifiers do
/// @param inside the folder of its libraries inside jars
public record Platform(String debian, String jar, String inside) {
    private static final Pattern MARKED_JAR =
            Pattern.compile(".*[-_](linux|osx|windows)[-_](aarch_64|x86_64)(?:-[\\d.]+)?\\.jar");
    private static final Pattern DUCKDB = Pattern.compile("libduckdb_java\\.so_.*");
    private static final Pattern SQLITE = Pattern.compile("org/sqlite/native/(.+)/[^/]*");

    private static final List<Platform> KNOWN =
            List.of(
                    new Platform("amd64", "linux-x86_64", "Linux/x86_64"),
                    new Platform("arm64", "linux-aarch_64", "Linux/aarch64"));

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

    /// Whether an entry of a jar is of use. DuckDB's library lies beside its jar, so none is needed
    /// in it.
    boolean keeps(String entry) {
        if (DUCKDB.matcher(entry).matches()) {
            return false;
        }
        var sqlite = SQLITE.matcher(entry);
        return !sqlite.matches() || sqlite.group(1).equals(inside);
    }
}
