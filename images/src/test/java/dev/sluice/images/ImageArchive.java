// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An OCI archive, read as its specification says and by nothing that wrote it.
///
/// @param layout where it is unpacked
record ImageArchive(Path layout) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static ImageArchive unpack(Path archive, Path layout) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                Path file = layout.resolve(entry.getName()).normalize();
                assertThat(file).startsWithRaw(layout);
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.copy(tar, file);
                }
                entry = tar.getNextEntry();
            }
        }
        return new ImageArchive(layout);
    }

    JsonNode json(String name) throws IOException {
        return JSON.readTree(Files.readAllBytes(layout.resolve(name)));
    }

    /// What the index names, once.
    JsonNode manifestDescriptor() throws IOException {
        JsonNode manifests = json("index.json").get("manifests");
        assertThat(manifests.size()).isEqualTo(1);
        return manifests.get(0);
    }

    JsonNode manifest() throws IOException {
        return JSON.readTree(blob(manifestDescriptor()));
    }

    JsonNode config() throws IOException {
        return JSON.readTree(blob(manifest().get("config")));
    }

    /// The descriptors of the layers, the lowest first.
    List<JsonNode> layers() throws IOException {
        List<JsonNode> layers = new ArrayList<>();
        manifest().get("layers").forEach(layers::add);
        return layers;
    }

    /// The content of a blob, which must have the size and digest that its descriptor says.
    byte[] blob(JsonNode descriptor) throws IOException {
        String digest = descriptor.get("digest").asString();
        byte[] bytes =
                Files.readAllBytes(layout.resolve("blobs").resolve(digest.replace(':', '/')));
        assertThat("sha256:" + sha256(bytes)).isEqualTo(digest);
        assertThat(bytes.length).isEqualTo(descriptor.get("size").asInt());
        return bytes;
    }

    /// A file or directory of a layer.
    record Entry(String name, boolean directory, int mode, long user, long size) {}

    List<Entry> entries(JsonNode layer) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = layer(layer)) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                entries.add(
                        new Entry(
                                entry.getName().replaceFirst("/$", ""),
                                entry.isDirectory(),
                                entry.getMode() & 07777,
                                entry.getLongUserId(),
                                entry.getSize()));
                entry = tar.getNextEntry();
            }
        }
        return entries;
    }

    /// Puts the layers over each other, as a container's root is made.
    ///
    /// @param owners whether files get the owners that the layers name
    Path unpackLayers(Path root, boolean owners) throws IOException {
        Files.createDirectories(root);
        for (JsonNode layer : layers()) {
            try (TarArchiveInputStream tar = layer(layer)) {
                TarArchiveEntry entry = tar.getNextEntry();
                while (entry != null) {
                    Path file = root.resolve(entry.getName()).normalize();
                    assertThat(file).startsWithRaw(root);
                    if (entry.isDirectory()) {
                        Files.createDirectories(file);
                    } else {
                        Files.createDirectories(Objects.requireNonNull(file.getParent()));
                        Files.copy(tar, file);
                    }
                    Files.setPosixFilePermissions(file, permissions(entry.getMode()));
                    if (owners) {
                        Files.setAttribute(file, "unix:uid", (int) entry.getLongUserId());
                        Files.setAttribute(file, "unix:gid", (int) entry.getLongGroupId());
                    }
                    entry = tar.getNextEntry();
                }
            }
        }
        return root;
    }

    private TarArchiveInputStream layer(JsonNode layer) throws IOException {
        InputStream blob = new ByteArrayInputStream(blob(layer));
        return new TarArchiveInputStream(new GZIPInputStream(blob));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                set.add(all[bit]);
            }
        }
        return set;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The texts of a list.
    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
