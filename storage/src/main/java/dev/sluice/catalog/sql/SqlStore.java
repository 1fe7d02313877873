// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import javax.sql.DataSource;

/// Where a catalog is kept.
///
/// @param source gives connections
/// @param name for messages, without user and password
/// @param dialect what kind of store it is
/// @param alone whether other servers are kept out for as long as there is a connection
record SqlStore(DataSource source, String name, SqlDialect dialect, boolean alone) {}
