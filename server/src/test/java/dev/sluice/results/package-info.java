// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Results of queries for the tests of doors: what a query does next is scripted.
@NullMarked
package dev.sluice.results;

import org.jspecify.annotations.NullMarked;
