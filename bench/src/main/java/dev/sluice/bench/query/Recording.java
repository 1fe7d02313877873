// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.ingest.HotMethods;
import dev.sluice.bench.ingest.ProcessFigures.ThreadTime;
import dev.sluice.bench.ingest.Profile;
import dev.sluice.bench.ingest.Remarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records where a database's processor time goes while it is asked, if that is wanted.
final class Recording {
    private final Side side;
    private final @Nullable Profile profile;
    private final Map<String, ThreadTime> before;

    private Recording(Side side, @Nullable Profile profile, Map<String, ThreadTime> before) {
        this.side = side;
        this.profile = profile;
        this.before = before;
    }

    /// Begins.
    ///
    /// @param file where the recording goes; null when none is wanted
    static Recording begin(Side side, @Nullable Path file)
            throws IOException, InterruptedException {
        if (file == null) {
            return new Recording(side, null, Map.of());
        }
        Profile profile = new Profile(side.store().process().pid(), file.toAbsolutePath());
        profile.begin();
        return new Recording(side, profile, side.process().threads());
    }

    /// Ends, and tells what was found.
    List<String> end() throws IOException, InterruptedException {
        if (profile == null) {
            return List.of();
        }
        Collection<ThreadTime> used = side.process().threadsSince(before).values();
        profile.end();
        return Remarks.ofProfile(used, HotMethods.read(profile.file()));
    }
}
