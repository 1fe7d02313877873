// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Programs that run beside this one: started, found again, waited for and stopped.
///
/// Owns: process ids, ports, waiting, private files, what a person sees while waiting. Knows
/// nothing of Keycloak or Sluice. Start at [DetachedProcess].
@NullMarked
package dev.sluice.local.process;

import org.jspecify.annotations.NullMarked;
