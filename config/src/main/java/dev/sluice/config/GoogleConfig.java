// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.Secret;
import org.jspecify.annotations.Nullable;

/// A bucket of Google Cloud Storage (admin.md 6.1, `objectStore.google`).
///
/// @param bucket its name
/// @param serviceAccountKey who asks: the JSON file that Google gave for a service account; null
///   where it is the account of the machine or of the pod (workload identity)
public record GoogleConfig(String bucket, @Nullable Secret serviceAccountKey) {
    /// Names a file with the key, as it does for Google's own tools.
    public static final String KEY_FILE_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";
}
