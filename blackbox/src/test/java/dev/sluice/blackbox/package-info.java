// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// The shipped programs, driven from outside as their users drive them: real processes, real ports,
/// a real identity provider, public client libraries.
///
/// No class of the server or of `influxctl` is on the class path. Start at `Cluster`.
@NullMarked
package dev.sluice.blackbox;

import org.jspecify.annotations.NullMarked;
