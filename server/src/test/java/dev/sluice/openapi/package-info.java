// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Holds the management API's OpenAPI document against what is really sent.
@org.jspecify.annotations.NullMarked
package dev.sluice.openapi;
