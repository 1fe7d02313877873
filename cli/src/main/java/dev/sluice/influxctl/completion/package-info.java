// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Scripts that let shells complete commands, flags and their values, written from the same
/// definitions that read the command line, so that they never disagree with it.
///
/// Owns: the scripts. Does not own: the commands. Start at [Shell].
@NullMarked
package dev.sluice.influxctl.completion;

import org.jspecify.annotations.NullMarked;
