// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One file of the log: `segment-<first position, 20 digits>.log`.
///
/// @param path where it is
/// @param firstPosition the position of its first batch, if it has any
record Segment(Path path, long firstPosition) {
    private static final Pattern NAME = Pattern.compile("segment-(\\d{20})\\.log");

    /// The segment of a directory that starts at a position.
    static Segment of(Path directory, long firstPosition) {
        String name = String.format(Locale.ROOT, "segment-%020d.log", firstPosition);
        return new Segment(directory.resolve(name), firstPosition);
    }

    /// The segments of a directory, by first position.
    static List<Segment> list(LogFiles files, Path directory) throws IOException {
        List<Segment> found = new ArrayList<>();
        for (Path file : files.list(directory)) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                found.add(new Segment(file, Long.parseLong(name.group(1))));
            }
        }
        found.sort(Comparator.comparingLong(Segment::firstPosition));
        return found;
    }

    /// What messages call it.
    String name() {
        return String.valueOf(path.getFileName());
    }
}
