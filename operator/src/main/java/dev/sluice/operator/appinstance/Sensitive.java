// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.model.Secret;
import org.jspecify.annotations.Nullable;

/// A value that may be kept in a Secret (admin.md 6.1).
public sealed interface Sensitive {
    /// It stands in the AppInstance itself.
    ///
    /// @param value never printed
    record Given(Secret value) implements Sensitive {}

    /// It is a key of a Secret.
    ///
    /// @param place which one
    record InSecret(KeyRef place) implements Sensitive {}

    /// It is a key of a ConfigMap.
    ///
    /// @param place which one
    record InConfigMap(KeyRef place) implements Sensitive {}

    /// Either of the two.
    ///
    /// @throws IllegalArgumentException unless exactly one is given
    @JsonCreator
    static Sensitive of(
            @JsonProperty("value") @Nullable String value,
            @JsonProperty("valueFrom") @Nullable Source valueFrom) {
        if ((value == null) == (valueFrom == null)) {
            throw new IllegalArgumentException("give exactly one of value and valueFrom");
        }
        return valueFrom == null
                ? new Given(Secret.of(Required.text(value, "value")))
                : valueFrom.sensitive();
    }

    /// `valueFrom`.
    ///
    /// @param secretKeyRef a key of a Secret
    /// @param configMapKeyRef a key of a ConfigMap
    record Source(@Nullable KeyRef secretKeyRef, @Nullable KeyRef configMapKeyRef) {
        /// What it refers to.
        ///
        /// @throws IllegalArgumentException unless exactly one is given
        Sensitive sensitive() {
            if (secretKeyRef != null && configMapKeyRef == null) {
                return new InSecret(secretKeyRef);
            }
            if (configMapKeyRef != null && secretKeyRef == null) {
                return new InConfigMap(configMapKeyRef);
            }
            throw new IllegalArgumentException(
                    "valueFrom must have exactly one of secretKeyRef and configMapKeyRef");
        }
    }
}
