// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `images`: where images come from.
///
/// @param overrides images that replace others
/// @param registryOverride what is put before every image that has none; null for nothing
public record Images(List<Replacement> overrides, @Nullable String registryOverride) {
    /// Images as they are.
    public static final Images NONE = new Images(null, null);

    /// Absent is none.
    public Images(@Nullable List<Replacement> overrides, @Nullable String registryOverride) {
        this.overrides = List.copyOf(Objects.requireNonNullElse(overrides, List.of()));
        this.registryOverride =
                registryOverride == null || registryOverride.isBlank() ? null : registryOverride;
    }

    /// One image in the place of another.
    ///
    /// @param name the path of the other's repository, without registry and tag
    /// @param newFQIN the whole name that is used
    public record Replacement(String name, String newFQIN) {
        /// @throws IllegalArgumentException when one is missing
        public Replacement {
            Required.text(name, "name");
            Required.text(newFQIN, "newFQIN");
        }
    }

    /// The image to pull in the place of one (admin.md 6.1).
    public String instead(String image) {
        int override = find(image);
        if (override >= 0) {
            return overrides.get(override).newFQIN;
        }
        if (registryOverride == null) {
            return image;
        }
        return registryOverride.endsWith("/")
                ? registryOverride + image
                : registryOverride + "/" + image;
    }

    /// The keys below `images` from which nothing follows, when one image is all that there is.
    List<String> unused(String image) {
        int used = find(image);
        List<String> keys = new ArrayList<>();
        for (int index = 0; index < overrides.size(); index++) {
            if (index != used) {
                keys.add(String.format(Locale.ROOT, "overrides[%d]", index));
            }
        }
        if (used >= 0 && registryOverride != null) {
            keys.add("registryOverride");
        }
        return keys;
    }

    /// Which override is for an image; -1 when none is.
    private int find(String image) {
        String path = repositoryPath(image);
        for (int index = 0; index < overrides.size(); index++) {
            if (overrides.get(index).name.equals(path)) {
                return index;
            }
        }
        return -1;
    }

    /// `iox/iox` of `registry.example:5000/iox/iox:1@sha256:…`.
    private static String repositoryPath(String image) {
        String path = image.replaceFirst("@.*", "").replaceFirst(":[^/]*$", "");
        int slash = path.indexOf('/');
        String first = slash < 0 ? "" : path.substring(0, slash);
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        return registry ? path.substring(slash + 1) : path;
    }
}
