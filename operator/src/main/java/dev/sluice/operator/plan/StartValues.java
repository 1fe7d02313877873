// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.config.AzureConfig;
import dev.sluice.config.GoogleConfig;
import dev.sluice.model.Secret;
import dev.sluice.operator.appinstance.ObjectStore;
import dev.sluice.operator.appinstance.PackageSpec;
import dev.sluice.operator.appinstance.Sensitive;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The values that a server is started with and never looks at again: variables of its container.
/// One that changes is of use only to a pod that starts.
///
/// @param byVariable where each value stands
public record StartValues(Map<String, Value> byVariable) {
    private static final String CATALOG = "INFLUXDB_IOX_CATALOG_DSN";

    /// One of them.
    ///
    /// @param key of the AppInstance, below `spec.package.spec`
    /// @param sensitive the value, or where it stands
    public record Value(String key, Sensitive sensitive) {}

    /// Sorts them.
    public StartValues(Map<String, Value> byVariable) {
        this.byVariable = new TreeMap<>(byVariable);
    }

    /// Those of a cluster.
    public static StartValues of(PackageSpec spec) {
        Map<String, Value> values = new TreeMap<>();
        switch (spec.objectStore().kind()) {
            case ObjectStore.S3 s3 -> {
                if (s3.accessKey() != null && s3.secretKey() != null) {
                    values.put(
                            "AWS_ACCESS_KEY_ID",
                            new Value("objectStore.s3.accessKey", s3.accessKey()));
                    values.put(
                            "AWS_SECRET_ACCESS_KEY",
                            new Value("objectStore.s3.secretKey", s3.secretKey()));
                }
            }
            case ObjectStore.Azure azure -> {
                values.put(
                        AzureConfig.ACCOUNT_VARIABLE,
                        new Value("objectStore.azure.account", azure.account()));
                values.put(
                        AzureConfig.KEY_VARIABLE,
                        new Value("objectStore.azure.accessKey", azure.accessKey()));
            }
            case ObjectStore.Google google -> {
                if (google.serviceAccountSecret() != null) {
                    values.put(
                            GoogleConfig.KEY_VARIABLE,
                            new Value(
                                    "objectStore.google.serviceAccountSecret",
                                    new Sensitive.InSecret(google.serviceAccountSecret())));
                }
            }
        }
        values.put(CATALOG, new Value("catalog.dsn", spec.catalog().dsn()));
        return new StartValues(values);
    }

    /// The value of a variable; null where it stands somewhere else, or there is none.
    public @Nullable String given(String variable) {
        Value value = byVariable.get(variable);
        return value != null && value.sensitive instanceof Sensitive.Given(Secret given)
                ? given.reveal()
                : null;
    }

    /// Those of the servers of a role. Who has nothing to do with files gets no key to them.
    StartValues of(Role role) {
        Map<String, Value> values = new TreeMap<>(byVariable);
        if (!role.hasFiles()) {
            values.keySet().retainAll(Set.of(CATALOG));
        }
        return new StartValues(values);
    }
}
