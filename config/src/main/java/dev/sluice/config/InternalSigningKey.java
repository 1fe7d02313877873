// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.Secret;

/// `admin.internalSigningKey`: the key pair of the cluster's own tokens, given instead of made
/// (admin.md 1.4). Whether the texts are keys is found out by who uses them.
///
/// @param id told in each token as `kid`
/// @param privateKey PKCS#8 PEM
/// @param publicKey SPKI PEM
public record InternalSigningKey(String id, Secret privateKey, String publicKey) {}
