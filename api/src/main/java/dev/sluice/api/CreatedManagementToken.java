// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.Secret;

/// The answer to a request for a management token: the only place where its text is ever shown.
///
/// @param token everything else about it
/// @param text `M.V1.…`
public record CreatedManagementToken(ManagementTokenBody token, Secret text) {}
