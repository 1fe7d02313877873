// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Connection profiles: where the configuration file lies, what it may say, and which profile is
/// meant (admin.md 3.3).
///
/// Owns: key names, defaults and the sentences about mistakes in the file. Does not own: signing in
/// with a profile (`dev.sluice.influxctl.login`) or connecting with it
/// (`dev.sluice.influxctl.connection`). Start at [ProfileReader].
@NullMarked
package dev.sluice.influxctl.profile;

import org.jspecify.annotations.NullMarked;
