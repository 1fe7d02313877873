// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the section `objectStore` of an AppInstance or of Helm values (admin.md 6.1, 6.2).
final class BucketReader {
    static final String BUCKET = "bucket";
    static final String S3 = "s3";
    static final String AZURE = "azure";
    static final String GOOGLE = "google";

    /// What the section has, but for the keys of S3 beside the bucket.
    static final Set<String> MEMBERS = Set.of(BUCKET, S3, AZURE, GOOGLE);

    private BucketReader() {}

    /// The bucket; null when there is none, or when something is wrong and was told.
    ///
    /// @param top what the section stands in
    static @Nullable BucketConfig read(
            Section top, Map<String, String> environment, Findings findings) {
        Section store = top.findSection("objectStore");
        if (store == null) {
            return null;
        }
        List<String> kinds =
                Stream.of(S3, AZURE, GOOGLE).filter(kind -> store.find(kind) != null).toList();
        if (kinds.size() > 1) {
            String path = store.pathOf(kinds.getLast());
            findings.refuse(
                    store.node(),
                    path,
                    path + " cannot stand beside " + store.pathOf(kinds.getFirst()));
            return null;
        }
        String kind =
                kinds.isEmpty()
                        ? Stream.of(GOOGLE, AZURE).filter(store::has).findFirst().orElse(S3)
                        : kinds.getFirst();
        return switch (kind) {
            case GOOGLE -> GoogleReader.read(store, environment, findings);
            case AZURE -> AzureReader.read(store, environment, findings);
            default -> S3Reader.read(store, findings);
        };
    }
}
