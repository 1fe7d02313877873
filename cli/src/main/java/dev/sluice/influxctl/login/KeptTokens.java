// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.oidc.TokenSet;
import org.jspecify.annotations.Nullable;

/// What is left of earlier sign-ins, for whoever does not want to ask a person.
///
/// @param tokens the tokens; null when there are none
/// @param trouble why they are of no use any more; null when they are
public record KeptTokens(@Nullable TokenSet tokens, @Nullable String trouble) {}
