// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
@NullMarked
package dev.sluice.operator.metrics;

import org.jspecify.annotations.NullMarked;
