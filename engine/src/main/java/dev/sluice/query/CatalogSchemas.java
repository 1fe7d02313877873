// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.catalog.TableEntry;
import dev.sluice.influxql.plan.MeasurementSchema;
import dev.sluice.influxql.plan.Schemas;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The tables of a database as the planner of InfluxQL knows them.
///
/// @param catalog asked for what `snapshot` does not have
/// @param snapshot what exists
/// @param databaseId whose tables
record CatalogSchemas(CatalogView catalog, CatalogSnapshot snapshot, long databaseId)
        implements Schemas {
    @Override
    public List<MeasurementSchema> all() {
        return snapshot.tables(databaseId).stream()
                .sorted(Comparator.comparing(TableEntry::name))
                .map(CatalogSchemas::schema)
                .toList();
    }

    @Override
    public Optional<MeasurementSchema> find(String name) {
        return TableLookup.find(catalog, snapshot, databaseId, name).map(CatalogSchemas::schema);
    }

    private static MeasurementSchema schema(TableEntry table) {
        return new MeasurementSchema(table.name(), table.columns());
    }
}
