// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.google.protobuf.ByteString;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// A prepared query, all of which is in its handle: the server keeps nothing, so that any server
/// can execute it (data.md 4.6). It says no more than its client could say otherwise.
///
/// @param text what the user wrote
/// @param parameters the values that are bound, by name, as [dev.sluice.query.QueryRequest] takes
///   them
record PreparedStatement(String text, Map<String, Object> parameters) {
    /// No UTF-8 text has this byte, so that a handle of the older form, which is the bare text, is
    /// never taken for one of ours.
    private static final ByteString MARK = ByteString.copyFrom(new byte[] {(byte) 0xFF, 1});

    PreparedStatement {
        parameters = Map.copyOf(parameters);
    }

    /// Reads a handle of either form.
    ///
    /// @throws ProblemException *invalid* for anything else
    static PreparedStatement parse(ByteString handle) {
        if (handle.startsWith(MARK)) {
            Optional<ReadInfo> inside = ReadInfo.parse(handle.substring(MARK.size()));
            return inside.map(info -> new PreparedStatement(info.text(), info.parameters()))
                    .orElseThrow(PreparedStatement::invalid);
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(handle.asReadOnlyByteBuffer())
                            .toString();
            return new PreparedStatement(text, Map.of());
        } catch (CharacterCodingException _) {
            throw invalid();
        }
    }

    private static ProblemException invalid() {
        return Problem.invalid("invalid_handle", "invalid prepared statement handle").asException();
    }

    /// The same with other values.
    PreparedStatement with(Map<String, Object> values) {
        return new PreparedStatement(text, values);
    }

    /// The handle.
    ByteString handle() {
        return MARK.concat(
                new ReadInfo("", text, ReadInfo.Kind.SQL, ByteString.EMPTY, false, parameters)
                        .toBytes());
    }
}
