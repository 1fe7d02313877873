// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The management API on the wire (admin.md section 4): records, their JSON, and a client. The only
/// thing about administration that the command line and the server share.
///
/// Owns: member names, paths, error bodies. Does not own: rules. Start at `ManagementClient`.
@NullMarked
package dev.sluice.api;

import org.jspecify.annotations.NullMarked;
