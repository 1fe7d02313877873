// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// An API server to test against: one in memory, or a real one where a kubeconfig is given.
@NullMarked
package dev.sluice.operator.kubernetes;

import org.jspecify.annotations.NullMarked;
