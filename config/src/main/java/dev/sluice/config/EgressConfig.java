// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `sluice.egress`: how the server reaches what it fetches, such as the identity provider's keys
/// (admin.md 6.9).
///
/// @param certificateFile a PEM bundle of the certificate authorities that are trusted in place of
///   the system's, relative to the working directory; null leaves the choice to the environment
public record EgressConfig(@Nullable Path certificateFile) {}
