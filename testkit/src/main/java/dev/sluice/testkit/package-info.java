// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What tests share: contract suites, scripted peers, moving clocks. Never on a shipped path.
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
