// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// The program `sluice`: its command line, the one place where everything is constructed, start and
/// stop order.
///
/// Owns: the data directory's layout, and who is built from what. Does not own: any behaviour that
/// a request can see. Start at [dev.sluice.server.Main] and [dev.sluice.server.Assembly].
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
