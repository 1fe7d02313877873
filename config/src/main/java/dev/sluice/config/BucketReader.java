// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the section `objectStore` of an AppInstance or of Helm values (admin.md 6.1, 6.2).
final class BucketReader {
    static final String BUCKET = "bucket";
    static final String S3 = "s3";
    static final String AZURE = "azure";
    private static final String GOOGLE = "google";

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
        if (store.has(GOOGLE)) {
            findings.warn(
                    store.node(),
                    store.pathOf(GOOGLE),
                    store.pathOf(GOOGLE)
                            + " is not supported yet: files are kept in the data directory");
            return null;
        }
        if (store.find(AZURE) != null && store.find(S3) != null) {
            findings.refuse(
                    store.node(),
                    store.pathOf(AZURE),
                    store.pathOf(AZURE) + " cannot stand beside " + store.pathOf(S3));
            return null;
        }
        return store.has(AZURE)
                ? AzureReader.read(store, environment, findings)
                : S3Reader.read(store, findings);
    }
}
