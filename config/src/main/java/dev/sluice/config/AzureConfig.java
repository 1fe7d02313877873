// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.Secret;
import org.jspecify.annotations.Nullable;

/// A container of Azure Blob Storage (admin.md 6.1, `objectStore.azure`).
///
/// @param bucket the container's name
/// @param account whose it is; null where neither the section nor the variables say it, and then it
///   cannot be opened
public record AzureConfig(String bucket, @Nullable Account account) implements BucketConfig {
    /// Names the account where the section does not.
    public static final String ACCOUNT_VARIABLE = "AZURE_STORAGE_ACCOUNT";

    /// Has its key where the section does not.
    public static final String KEY_VARIABLE = "AZURE_STORAGE_KEY";

    /// A storage account.
    ///
    /// @param name a part of the address of its blobs
    /// @param accessKey one of its two keys, in Base64
    public record Account(String name, Secret accessKey) {}
}
