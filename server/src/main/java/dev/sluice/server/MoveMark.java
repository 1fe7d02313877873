// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.files.FileTrouble;
import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `moved.json` in the data directory: what was here and is somewhere else now. Whatever is left
/// here of it is of the past, and no server goes on with that: two that do are one cluster with two
/// truths. Whoever removes the file says that nothing was done in the other place since.
///
/// @param file where it is kept
/// @param catalog where the catalog went; null where it did not
/// @param files where the data files went; null where they did not
/// @param finished whether the catalog is there for certain
record MoveMark(Path file, @Nullable String catalog, @Nullable String files, boolean finished) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String CATALOG = "catalog";
    private static final String FILES = "files";
    private static final String FINISHED = "finished";

    /// What is written down of a data directory.
    ///
    /// @throws ProblemException *unavailable* when that cannot be read
    static MoveMark read(Path file) {
        try {
            JsonNode content = MAPPER.readTree(Files.readAllBytes(file));
            return new MoveMark(
                    file,
                    content.path(CATALOG).stringValue(null),
                    content.path(FILES).stringValue(null),
                    content.path(FINISHED).booleanValue());
        } catch (NoSuchFileException _) {
            return new MoveMark(file, null, null, true);
        } catch (IOException e) {
            throw unusable(file, "cannot be read: " + FileTrouble.sentence(e), e);
        } catch (JacksonException e) {
            throw unusable(file, "does not say what was moved where", e);
        }
    }

    private static ProblemException unusable(Path file, String how, Exception cause) {
        return new ProblemException(
                Problem.unavailable(
                        "move_unknown",
                        "something of the data directory was moved, but " + file + " " + how),
                cause);
    }

    /// Writes it down; from here on no crash can lose it.
    void write(Instant at) throws IOException {
        ObjectNode content = MAPPER.createObjectNode();
        if (catalog != null) {
            content.put(CATALOG, catalog);
        }
        if (files != null) {
            content.put(FILES, files);
        }
        content.put("at", at.toString()).put(FINISHED, finished);
        PrivateFiles.write(file, MAPPER.writeValueAsString(content));
    }

    /// Requires that a server may go on with the catalog that is in the directory.
    void requireCatalogHere() {
        requireFinished();
        if (catalog != null) {
            throw gone("the catalog", catalog, "catalog.dsn");
        }
    }

    /// Requires that a server may go on with the data files that are in the directory.
    void requireFilesHere() {
        requireFinished();
        if (files != null) {
            throw gone("the data files", files, "objectStore");
        }
    }

    /// Requires that it is known where the catalog is.
    void requireFinished() {
        if (!finished) {
            throw Problem.conflict(
                            "move_unfinished",
                            "the catalog of this data directory was being moved to "
                                    + catalog
                                    + " when that broke off: end it with `sluice move` and settings"
                                    + " that name this place")
                    .asException();
        }
    }

    private ProblemException gone(String what, String place, String setting) {
        return Problem.conflict(
                        "moved_elsewhere",
                        what
                                + " of this data directory went to "
                                + place
                                + ", as "
                                + file
                                + " says: start the server with settings that name that place ("
                                + setting
                                + ")")
                .asException();
    }
}
