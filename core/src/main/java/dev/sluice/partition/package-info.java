// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// How the rows of a table are told apart into partitions: templates, their rules, and the keys
/// that they give (admin.md 5.3, data.md 7.4).
///
/// Owns: what a template may say, and the text of a key. Does not own: where templates are kept
/// (`dev.sluice.catalog`), their JSON (`dev.sluice.api`). Start at
/// [dev.sluice.partition.PartitionTemplate].
@NullMarked
package dev.sluice.partition;

import org.jspecify.annotations.NullMarked;
