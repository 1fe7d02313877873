// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A JSON Schema that documents are checked against.
final class JsonSchema {
    private final Schema schema;

    JsonSchema(Map<String, Object> schema, SpecificationVersion version) {
        this.schema =
                SchemaRegistry.withDefaultDialect(
                                version,
                                builder ->
                                        builder.schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .formatAssertionsEnabled(true)
                                                        .locale(Locale.ROOT)
                                                        .build()))
                        .getSchema(Trees.json(schema));
    }

    /// What is wrong, each with its place, such as `/spec/package: …`.
    List<String> problems(Object document) {
        return schema.validate(Trees.json(document)).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
