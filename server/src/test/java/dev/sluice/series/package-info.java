// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Tests of how answers look.
@NullMarked
package dev.sluice.series;

import org.jspecify.annotations.NullMarked;
