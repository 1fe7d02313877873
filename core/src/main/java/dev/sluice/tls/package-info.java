// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What TLS is made of, read from PEM files: whom to trust and who to be. Command line and server
/// share it.
///
/// Owns: PEM, certificates, private keys, and the sentences about files that are of no use. Does
/// not own: which settings name the files, and any connection. Start at [dev.sluice.tls.PemFile].
@NullMarked
package dev.sluice.tls;

import org.jspecify.annotations.NullMarked;
