// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Help with setting sign-in up: what a provider says of itself becomes a profile and the cluster's
/// settings, and what is wrong between provider, profile and cluster is found and named.
///
/// Owns: the texts of profile and cluster settings, the checks of `auth doctor`. Does not own: the
/// provider's protocol (`dev.sluice.oidc`), signing in (`dev.sluice.influxctl.login`). Start at
/// [Doctor] and [ProfileEditor].
@NullMarked
package dev.sluice.influxctl.setup;

import org.jspecify.annotations.NullMarked;
