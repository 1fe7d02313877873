// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request for a management token (admin.md 4.6).
///
/// @param description what it is for; not yet checked
/// @param expiresAt when it ends, or null for never
public record NewManagementToken(String description, @Nullable Instant expiresAt) {}
