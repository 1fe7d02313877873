// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Tests of the object store over Azure Blob Storage, with Microsoft's emulator.
@NullMarked
package dev.sluice.objectstore.azure;

import org.jspecify.annotations.NullMarked;
