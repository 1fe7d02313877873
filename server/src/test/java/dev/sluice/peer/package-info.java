// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

@NullMarked
package dev.sluice.peer;

import org.jspecify.annotations.NullMarked;
