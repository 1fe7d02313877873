// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The words that every room uses: names, column types, permissions, grants, problems.
///
/// Owns: values and their checks. Does not own: anything that does I/O, reads a clock or knows a
/// protocol. Called by everybody. Start reading at [dev.sluice.model.Problem] and
/// [dev.sluice.model.Grant].
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
