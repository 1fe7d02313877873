// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The keys of `components` and `resources`.
public enum ComponentName {
    /// The catalog's cache.
    @JsonProperty("catalog")
    CATALOG("catalog"),
    /// All of them; in `components` only.
    @JsonProperty("common")
    COMMON("common"),
    /// Merges files.
    @JsonProperty("compactor")
    COMPACTOR("compactor"),
    /// Removes what has ended.
    @JsonProperty("garbage-collector")
    GARBAGE_COLLECTOR("garbage-collector"),
    /// Administers.
    @JsonProperty("granite")
    GRANITE("granite"),
    /// Keeps and holds what was written last.
    @JsonProperty("ingester")
    INGESTER("ingester"),
    /// Accepted in `resources`; no Prometheus is run.
    @JsonProperty("prometheus")
    PROMETHEUS("prometheus"),
    /// Answers queries.
    @JsonProperty("querier")
    QUERIER("querier"),
    /// Takes writes.
    @JsonProperty("router")
    ROUTER("router");

    private final String key;

    ComponentName(String key) {
        this.key = key;
    }

    /// As it is written.
    public String key() {
        return key;
    }
}
