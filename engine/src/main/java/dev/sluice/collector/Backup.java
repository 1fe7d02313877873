// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.ObjectPath;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A snapshot of the catalog in the object store (admin.md 6.8): the objects below one path, whose
/// last segment says when it was begun. It is complete once its [marker][#MARKER] is there, which
/// is put last and deleted first.
///
/// @param takenAt when it was begun, by this server's clock, in whole seconds
/// @param paths what is there of it
record Backup(Instant takenAt, List<ObjectPath> paths) {
    /// Where all of them are.
    static final String ROOT = "catalog_backup_file_lists/";

    /// The filter over the names of its objects.
    static final String MARKER = "bloom.bin.gz";

    /// The names of its objects, a line each.
    static final String NAMES = "object_names.txt.gz";

    /// Which version of the server made it, for whoever restores.
    static final String VERSION = "sluice_version.txt";

    /// For how long after its beginning a put whose answer was lost may take effect, by far.
    static final Duration IN_DOUBT = Duration.ofHours(3);

    /// UTC. No colons, which names of objects do not have.
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// The path of a part.
    static ObjectPath path(Instant takenAt, String part) {
        return new ObjectPath(ROOT + FORMAT.format(takenAt) + "/" + part);
    }

    ObjectPath marker() {
        return path(takenAt, MARKER);
    }

    boolean isComplete() {
        return paths.contains(marker());
    }

    /// Whether it is not complete and may still become so.
    boolean isInDoubt(Instant now) {
        return !isComplete() && Duration.between(takenAt, now).abs().compareTo(IN_DOUBT) <= 0;
    }

    /// Those that a listing shows, oldest first. What else is at their place is none of ours.
    static List<Backup> in(List<ListedObject> listed) {
        SortedMap<Instant, List<ObjectPath>> found = new TreeMap<>();
        for (ListedObject object : listed) {
            timeOf(object.path())
                    .ifPresent(time ->
                            found.computeIfAbsent(time, _ -> new ArrayList<>()).add(object.path()));
        }
        return found.entrySet().stream()
                .map(each -> new Backup(each.getKey(), each.getValue()))
                .toList();
    }

    private static Optional<Instant> timeOf(ObjectPath path) {
        String[] segments = path.value().split("/", -1);
        if (segments.length != 3) {
            return Optional.empty();
        }
        try {
            Instant time = Instant.from(FORMAT.parse(segments[1]));
            return path(time, segments[2]).equals(path) ? Optional.of(time) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
