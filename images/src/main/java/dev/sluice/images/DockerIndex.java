// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Puts into an archive of the OCI's form the index that `docker load` reads, too: the same blobs
/// under other names, as `docker save` has both since version 25.
///
/// @param image name and tag
record DockerIndex(String image) {
    private static final String NAME = "manifest.json";
    private static final String BLOBS = "blobs/sha256/";
    private static final int JSON_BYTES_MAX = 1 << 20;
    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"sha256:([0-9a-f]{64})\"");

    /// Copies an archive and adds the index to it.
    void addTo(Path tar, Path target) throws IOException {
        Path draft = Files.createTempFile(target.getParent(), ".draft", ".tar");
        try (TarArchiveOutputStream out =
                new TarArchiveOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(draft)), UTF_8.name())) {
            copy(tar, out);
            byte[] index = index(tar).getBytes(UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(NAME);
            entry.setSize(index.length);
            entry.setModTime(FileTime.fromMillis(0));
            out.putArchiveEntry(entry);
            out.write(index);
            out.closeArchiveEntry();
        }
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Path archive, TarArchiveOutputStream out) throws IOException {
        try (TarArchiveInputStream in = open(archive)) {
            TarArchiveEntry entry = in.getNextEntry();
            while (entry != null) {
                out.putArchiveEntry(entry);
                in.transferTo(out);
                out.closeArchiveEntry();
                entry = in.getNextEntry();
            }
        }
    }

    private String index(Path archive) throws IOException {
        String manifest = text(archive, BLOBS + digests(text(archive, "index.json")).getFirst());
        List<String> blobs = digests(manifest).stream().map(digest -> BLOBS + digest).toList();
        return "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[\"%s\"]}]"
                .formatted(
                        blobs.getFirst(),
                        image,
                        String.join("\",\"", blobs.subList(1, blobs.size())));
    }

    /// In the order of the text, which in a manifest is that of configuration and layers.
    private static List<String> digests(String json) {
        Matcher digest = DIGEST.matcher(json);
        return digest.results().map(found -> found.group(1)).toList();
    }

    private static String text(Path archive, String name) throws IOException {
        try (TarArchiveInputStream in = open(archive)) {
            TarArchiveEntry entry = in.getNextEntry();
            while (entry != null) {
                if (entry.getName().equals(name)) {
                    return new String(in.readNBytes(JSON_BYTES_MAX), UTF_8);
                }
                entry = in.getNextEntry();
            }
        }
        throw new IOException("the archive has no " + name);
    }

    private static TarArchiveInputStream open(Path archive) throws IOException {
        return new TarArchiveInputStream(
                new BufferedInputStream(Files.newInputStream(archive)), UTF_8.name());
    }
}
