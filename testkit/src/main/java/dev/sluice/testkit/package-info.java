// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What tests share: scripted peers, moving clocks, golden files. Never on a shipped path, and
/// without product code, so that the tests of every module can use it.
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
