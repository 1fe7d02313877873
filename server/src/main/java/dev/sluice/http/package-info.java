// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The HTTP doors: bytes to a request record, one service called, its outcome to bytes.
///
/// Owns: paths, headers, status codes, bodies of answers. Does not own: any rule behind them. Start
/// at `HttpDoor`.
@NullMarked
package dev.sluice.http;

import org.jspecify.annotations.NullMarked;
