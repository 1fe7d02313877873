// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Rules of the house that read the code. Each says in its message what to do instead.
@NullMarked
package dev.sluice.checks;

import org.jspecify.annotations.NullMarked;
