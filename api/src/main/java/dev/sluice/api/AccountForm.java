// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What the account form of the paths adds to every object (admin.md 4.1).
final class AccountForm {
    private AccountForm() {}

    static void write(JsonGenerator json, @Nullable ClusterIds ids) {
        if (ids != null) {
            json.writeStringProperty("accountId", ids.accountId().toString());
            json.writeStringProperty("clusterId", ids.clusterId().toString());
        }
    }
}
