// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Tests of the room, against a scripted provider and a clock that moves by hand.
@NullMarked
package dev.sluice.oidc;

import org.jspecify.annotations.NullMarked;
