// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.sluice.api.ClusterIds;
import dev.sluice.api.Liveness;
import dev.sluice.api.ManagementPaths;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request to the management API that may do what it asks for.
///
/// @param call the request itself
/// @param grant the proof
/// @param accountForm the ids in the account form, null in the short one
record ManagementCall(Call call, Grant.ForAdministration grant, @Nullable ClusterIds accountForm) {
    /// The largest body (admin.md 4.1).
    private static final long BODY_BYTES_MAX = 1L << 20;

    private static final String JSON = "application/json";

    /// Where it came from, for the audit.
    RequestOrigin origin() {
        return call.origin();
    }

    /// The database that the path names.
    String databaseName() {
        return call.pathParameter("databaseName");
    }

    /// The table that the path names.
    String tableName() {
        return ManagementPaths.tableName(call.pathParameter("tableName"));
    }

    /// A whole number in the path.
    ///
    /// @throws ProblemException *invalid* when it is none
    long number(String parameter) {
        String text = call.pathParameter(parameter);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new ProblemException(
                    Problem.invalid("invalid_id", parameter + " must be a whole number"),
                    malformed);
        }
    }

    /// Which objects a list is to show; the live ones unless the request says otherwise.
    ///
    /// @throws ProblemException *invalid* for another word
    Liveness liveness() {
        String word = call.queryParameter("status");
        return word == null ? Liveness.ACTIVE : Liveness.ofWord(word);
    }

    /// The token that the path names.
    ///
    /// @throws ProblemException *invalid* when that is no UUID
    UUID tokenId() {
        return uuid(call, "tokenId");
    }

    /// A UUID in the path.
    ///
    /// @throws ProblemException *invalid* when it is none
    static UUID uuid(Call call, String parameter) {
        String text = call.pathParameter(parameter);
        try {
            UUID id = UUID.fromString(text);
            // The JDK takes shortened forms too.
            if (id.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return id;
            }
        } catch (IllegalArgumentException malformed) {
            throw notUuid(parameter, malformed);
        }
        throw notUuid(parameter, null);
    }

    private static ProblemException notUuid(String parameter, @Nullable Throwable cause) {
        return new ProblemException(
                Problem.invalid("invalid_id", parameter + " must be a UUID"), cause);
    }

    /// The body, which says that it is JSON.
    ///
    /// @throws ProblemException *invalid* for another type; *too large* over 1 MiB
    byte[] json() throws InterruptedException {
        String type = call.header("content-type");
        int parameters = type.indexOf(';');
        String bare = parameters < 0 ? type : type.substring(0, parameters);
        if (!bare.strip().equalsIgnoreCase(JSON)) {
            throw Problem.invalid(
                            "invalid_content_type",
                            "content-type must be application/json, got \"" + type + "\"")
                    .asException();
        }
        try (Body body = call.body(BODY_BYTES_MAX)) {
            return Arrays.copyOf(body.array(), body.size());
        }
    }

    /// What was asked for.
    static HttpResponse ok(byte[] json) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(json));
    }

    /// It is done, and there is nothing to say.
    static HttpResponse done() {
        return HttpResponse.of(HttpStatus.NO_CONTENT);
    }
}
