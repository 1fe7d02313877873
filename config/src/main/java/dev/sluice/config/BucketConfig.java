// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// Where files are kept that are not in the data directory.
public sealed interface BucketConfig permits S3Config, AzureConfig, GoogleConfig {
    /// Its name.
    String bucket();
}
