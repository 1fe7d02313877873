// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.config.GoogleConfig.KeyFile;
import dev.sluice.config.GoogleConfig.KeyText;
import dev.sluice.model.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `bucket` and `google` of the section `objectStore`, and the variables that have the key.
final class GoogleReader {
    private static final String SECRET = "serviceAccountSecret";
    private static final String NAME = "name";
    private static final String KEY = "key";

    private GoogleReader() {}

    /// The bucket; null when something is wrong and was told.
    ///
    /// @param store the section `objectStore`
    static @Nullable GoogleConfig read(
            Section store, Map<String, String> environment, Findings findings) {
        store.rejectUnknown(BucketReader.MEMBERS);
        String bucket = store.requireText(BucketReader.BUCKET);
        Section section = store.requireSection(BucketReader.GOOGLE);
        if (section == null) {
            return null;
        }
        section.rejectUnknown(Set.of(SECRET));
        GoogleConfig.Key key = key(environment, findings);
        readSecret(section, key != null, findings);
        return bucket == null ? null : new GoogleConfig(bucket, key);
    }

    private static void readSecret(Section section, boolean isGiven, Findings findings) {
        if (!section.has(SECRET)) {
            return;
        }
        Section secret = section.requireSection(SECRET);
        if (secret == null) {
            return;
        }
        secret.rejectUnknown(Set.of(NAME, KEY));
        String name = secret.requireText(NAME);
        String key = secret.requireText(KEY);
        if (name != null && key != null && !isGiven) {
            String path = section.pathOf(SECRET);
            findings.warn(
                    secret.node(),
                    path,
                    SensitiveText.unread(
                            path,
                            "give the key in "
                                    + GoogleConfig.KEY_VARIABLE
                                    + ", or a file of it in "
                                    + GoogleConfig.KEY_FILE_VARIABLE));
        }
    }

    private static GoogleConfig.@Nullable Key key(
            Map<String, String> environment, Findings findings) {
        String text = environment.getOrDefault(GoogleConfig.KEY_VARIABLE, "").strip();
        if (!text.isEmpty()) {
            return new KeyText(Secret.of(text));
        }
        String file = environment.getOrDefault(GoogleConfig.KEY_FILE_VARIABLE, "").strip();
        try {
            return file.isEmpty() ? null : new KeyFile(Path.of(file));
        } catch (InvalidPathException _) {
            findings.refuse(
                    "environment",
                    GoogleConfig.KEY_FILE_VARIABLE,
                    GoogleConfig.KEY_FILE_VARIABLE + " must be a path");
            return null;
        }
    }
}
