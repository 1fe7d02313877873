// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
@NullMarked
package dev.sluice.provider;

import org.jspecify.annotations.NullMarked;
