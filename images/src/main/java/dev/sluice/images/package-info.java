// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Makes container images of the programs: OCI archives, from scratch, with a runtime of their own,
/// the same bytes from the same sources.
///
/// Owns: what is in an image, in which layer, and how it is run. Does not own: putting a program
/// together (`dev.sluice.dist`), and the form of layers and manifests (Jib). Called by `./sluice
/// images`. Start at [ImageBuild].
@NullMarked
package dev.sluice.images;

import org.jspecify.annotations.NullMarked;
