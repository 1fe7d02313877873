// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import dev.sluice.testkit.Golden;
import org.junit.jupiter.api.Test;

/// The committed files are those that the source gives.
final class SchemaFilesTest {
    private final AppInstanceSchema schema = AppInstanceSchema.load();

    @Test
    void theJsonSchemaIsMadeOfTheSource() {
        Golden.check(AppInstanceSchema.PUBLISHED, schema.published());
    }

    @Test
    void theDefinitionIsMadeOfTheSource() {
        Golden.check(AppInstanceSchema.DEFINITION, schema.definition());
    }

    @Test
    void theSchemaOfTheChartsValuesIsMadeOfTheSource() {
        Golden.check(AppInstanceSchema.VALUES, schema.values());
    }
}
