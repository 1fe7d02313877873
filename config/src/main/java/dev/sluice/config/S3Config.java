// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A bucket of an S3-compatible object store (admin.md 6.1, `objectStore`).
///
/// @param bucket its name
/// @param region what requests are signed for
/// @param endpoint where it answers, with the bucket in the path; null for that of the region
/// @param keys who asks; null where the surroundings say it (environment, profile, instance role)
public record S3Config(
        String bucket, String region, @Nullable URI endpoint, @Nullable AccessKeys keys)
        implements BucketConfig {
    /// What requests are signed for where only an endpoint is given: servers that have no regions
    /// take it.
    public static final String REGION_DEFAULT = "us-east-1";

    /// A pair of keys.
    ///
    /// @param accessKey the public half
    /// @param secretKey the secret half
    public record AccessKeys(String accessKey, Secret secretKey) {}
}
