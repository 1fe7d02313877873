// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.sluice.dist.archive.FileTree;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The layers of an image, from what changes least to what changes most: who has one version of an
/// image fetches only the last of the next, unless libraries, runtime or Debian changed.
///
/// Every file has the same time, whatever the commit: a layer of the same files is the same layer.
enum ImageLayers {
    SYSTEM,
    RUNTIME,
    NATIVE,
    LIBRARIES,
    APPLICATION;

    private static final Instant TIME = Instant.ofEpochSecond(1);
    private static final FilePermissions EVERYBODYS = FilePermissions.fromOctalString("777");
    private static final FilePermissions OWNERS = FilePermissions.fromOctalString("700");
    private static final String OWN = "app/lib/sluice-";

    /// The layers, in their order.
    ///
    /// @param system what there is in place of an operating system
    /// @param application the program
    static List<FileEntriesLayer> of(ImageDefinition image, FileTree system, FileTree application)
            throws IOException {
        Map<ImageLayers, FileEntriesLayer.Builder> layers = new EnumMap<>(ImageLayers.class);
        for (ImageLayers layer : values()) {
            layers.put(layer, FileEntriesLayer.builder().setName(layer.words()));
        }
        for (FileTree.Entry entry : system.entries()) {
            add(find(layers, SYSTEM), "/" + entry.name(), entry, image);
        }
        for (FileTree.Entry entry : application.entries()) {
            if (entry.kind() != FileTree.Kind.DIRECTORY && !entry.name().startsWith("bin/")) {
                add(
                        find(layers, of(entry.name())),
                        image.place() + "/" + entry.name(),
                        entry,
                        image);
            }
        }
        return layers.values().stream().map(FileEntriesLayer.Builder::build).toList();
    }

    private static FileEntriesLayer.Builder find(
            Map<ImageLayers, FileEntriesLayer.Builder> layers, ImageLayers layer) {
        return Objects.requireNonNull(layers.get(layer));
    }

    String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static ImageLayers of(String name) {
        if (name.startsWith("runtime/")) {
            return RUNTIME;
        }
        if (name.endsWith(".so")) {
            return NATIVE;
        }
        boolean foreign = name.startsWith("app/lib/") && !name.startsWith(OWN);
        return foreign || name.equals(ImageBuild.NOTICES) ? LIBRARIES : APPLICATION;
    }

    private static void add(
            FileEntriesLayer.Builder layer, String to, FileTree.Entry entry, ImageDefinition image)
            throws IOException {
        boolean home = to.equals(image.home());
        layer.addEntry(
                entry.path(),
                AbsoluteUnixPath.get(to),
                home ? OWNERS : permissions(to, entry),
                TIME,
                home ? SystemFiles.USER + ":" + SystemFiles.USER : "0:0");
    }

    private static FilePermissions permissions(String to, FileTree.Entry entry) {
        if (to.equals("/tmp")) {
            return EVERYBODYS;
        }
        return entry.kind() == FileTree.Kind.PLAIN
                ? FilePermissions.DEFAULT_FILE_PERMISSIONS
                : FilePermissions.DEFAULT_FOLDER_PERMISSIONS;
    }
}
