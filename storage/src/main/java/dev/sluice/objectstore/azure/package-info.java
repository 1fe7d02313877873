// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The object store over a container of Azure Blob Storage.
///
/// Owns: what is asked of the service, and how. Does not own: how objects are called, and the local
/// copies, which are in [dev.sluice.objectstore.BucketStore]. Start at
/// [dev.sluice.objectstore.azure.AzureBucket].
@NullMarked
package dev.sluice.objectstore.azure;

import org.jspecify.annotations.NullMarked;
