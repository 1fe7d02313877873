// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// One class an administrative verb; each demands its `Grant` and leaves an audit record.
///
/// Owns: the rules of databases, tokens and user records that go beyond a single commit. Does not
/// own: the wire (`dev.sluice.api`, `dev.sluice.http`), storage (`dev.sluice.catalog`). Called by
/// the management door.
@NullMarked
package dev.sluice.management;

import org.jspecify.annotations.NullMarked;
