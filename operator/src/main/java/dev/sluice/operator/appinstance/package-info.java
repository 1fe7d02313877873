// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// The AppInstance: the resource as an API server holds it, and its `spec` as typed values
/// (admin.md 6.1), read strictly so that a mistake is named by its key.
///
/// Owns: what a cluster is asked to be, and how its state is told. Leaves to others: what follows
/// from it (`dev.sluice.operator.plan`), and the rules of `admin` and `sluice`, which the server's
/// loader knows (`dev.sluice.config`).
@NullMarked
package dev.sluice.operator.appinstance;

import org.jspecify.annotations.NullMarked;
