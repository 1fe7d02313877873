// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Copies of the libraries' jars, without what this machine cannot use.
///
/// Owns: their form. Does not own: which jars there are. Called by `dev.sluice.dist`. Start at
/// [JarCopy].
@NullMarked
package dev.sluice.dist.jar;

import org.jspecify.annotations.NullMarked;
