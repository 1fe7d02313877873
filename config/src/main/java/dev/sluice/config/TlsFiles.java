// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;

/// `sluice.http.tlsCertificateFile` and `sluice.http.tlsKeyFile`: PEM files, never one without the
/// other, relative to the working directory. They are read when the server starts and again when
/// their content changes.
///
/// @param certificate the server's own certificate first, then those that lead to its authority
/// @param key its private key in PKCS #8, not encrypted
public record TlsFiles(Path certificate, Path key) {}
