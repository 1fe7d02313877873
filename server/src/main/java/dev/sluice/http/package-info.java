// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The HTTP doors: bytes to a request record, one service called, its outcome to bytes.
///
/// Owns: paths, headers, status codes, bodies of answers, the limits of what comes in, and the
/// reading of credentials, which the Flight door shares. Does not own: any rule behind the doors;
/// each endpoint names what it needs as a small interface that the assembly fills. Start at
/// [dev.sluice.http.HttpDoor], then any `…Endpoint`.
@NullMarked
package dev.sluice.http;

import org.jspecify.annotations.NullMarked;
