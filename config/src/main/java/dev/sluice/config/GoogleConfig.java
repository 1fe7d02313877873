// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A bucket of Google Cloud Storage (admin.md 6.1, `objectStore.google`).
///
/// @param bucket its name
/// @param key who asks: a service account; null for the account of the machine or of the pod
///   (workload identity)
public record GoogleConfig(String bucket, @Nullable Key key) implements BucketConfig {
    /// Has the JSON of a service account's key.
    public static final String KEY_VARIABLE = "GOOGLE_SERVICE_ACCOUNT_KEY";

    /// Names a file of it, as it does for Google's own tools.
    public static final String KEY_FILE_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";

    /// The key of a service account, as Google gives it: JSON.
    public sealed interface Key {}

    /// The key itself.
    ///
    /// @param json as it is in the file
    public record KeyText(Secret json) implements Key {}

    /// Where it is.
    ///
    /// @param file read when the bucket is opened
    public record KeyFile(Path file) implements Key {}
}
