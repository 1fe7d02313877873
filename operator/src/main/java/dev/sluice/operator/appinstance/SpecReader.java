// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the `spec` of an AppInstance strictly: keys that are no settings, missing values and
/// values of another form are refused by name. An API server does the same by the definition of the
/// resource; the ConfigMap of the mode for one namespace is checked here alone.
public final class SpecReader {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            texts -> {
                                texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                                texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                                texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                            })
                    .build();

    private SpecReader() {}

    /// What a spec turned out to be.
    public sealed interface Reading {
        /// It is right, as far as can be told without the server's own rules.
        ///
        /// @param spec what it says
        record Read(AppInstanceSpec spec) implements Reading {}

        /// It is not.
        ///
        /// @param problem the first mistake, with its key; never with a value that may be secret
        record Refused(String problem) implements Reading {}
    }

    /// Reads a spec; null is one that is not there.
    public static Reading read(@Nullable JsonNode spec) {
        if (spec == null || spec.isNull()) {
            return new Reading.Refused("spec is required");
        }
        try {
            return new Reading.Read(MAPPER.treeToValue(spec, AppInstanceSpec.class));
        } catch (UnrecognizedPropertyException unknown) {
            return new Reading.Refused(
                    path(unknown)
                            + " is not a setting; known here: "
                            + words(unknown.getKnownPropertyIds()));
        } catch (InvalidFormatException invalid) {
            // Only where words are demanded is the value told; elsewhere it may be a secret.
            return new Reading.Refused(
                    invalid.getTargetType().isEnum()
                            ? path(invalid) + ": " + invalid.getValue() + " is not known here"
                            : path(invalid) + " is of the wrong form");
        } catch (ValueInstantiationException refused) {
            Throwable cause = refused.getCause();
            return new Reading.Refused(
                    cause instanceof IllegalArgumentException
                            ? path(refused) + ": " + cause.getMessage()
                            : path(refused) + " cannot be read");
        } catch (JsonMappingException mismatch) {
            return new Reading.Refused(path(mismatch) + " is of the wrong form");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is no text that could be broken", e);
        }
    }

    private static String words(@Nullable Collection<?> known) {
        return known == null
                ? "none"
                : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String path(JsonMappingException mistake) {
        StringBuilder path = new StringBuilder("spec");
        for (JsonMappingException.Reference step : mistake.getPath()) {
            if (step.getFieldName() == null) {
                path.append(String.format(Locale.ROOT, "[%d]", step.getIndex()));
            } else {
                path.append('.').append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
