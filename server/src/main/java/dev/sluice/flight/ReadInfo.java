// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.sql.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The message `influxdata.iox.querier.v1.ReadInfo`, the native form of a ticket (data.md 4.3).
///
/// @param database which database
/// @param text the query, or empty where there is a command
/// @param kind what it holds
/// @param command a Flight SQL command, packed as an `Any`, or empty where there is a text
/// @param debug whether the schema `system` is shown
/// @param parameters values for `$name`, as [QueryRequest] takes them
record ReadInfo(
        String database,
        String text,
        Kind kind,
        ByteString command,
        boolean debug,
        Map<String, Object> parameters) {
    static final String TYPE_URL = "type.googleapis.com/influxdata.iox.querier.v1.ReadInfo";

    private static final int DATABASE = 1;
    private static final int TEXT = 2;
    private static final int KIND = 3;
    private static final int COMMAND = 4;
    private static final int DEBUG = 5;
    private static final int PARAMETER = 6;

    private static final int NAME = 1;
    private static final int NULL = 2;
    private static final int BOOLEAN = 3;
    private static final int UNSIGNED = 4;
    private static final int SIGNED = 5;
    private static final int FLOAT = 6;
    private static final int STRING = 7;

    /// Ours alone: prepared statements bind instants too. Nanoseconds since the epoch.
    private static final int INSTANT = 8;

    ReadInfo {
        parameters = Map.copyOf(parameters);
    }

    /// What a message holds.
    enum Kind {
        /// Says nothing, which means SQL.
        UNSPECIFIED(0),
        /// SQL.
        SQL(1),
        /// InfluxQL.
        INFLUXQL(2),
        /// A Flight SQL command.
        COMMAND(3);

        /// On the wire.
        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /// Reads the bare message.
    ///
    /// @return empty for bytes that are no such message
    static Optional<ReadInfo> parse(ByteString bytes) {
        try {
            return Optional.of(read(bytes.newCodedInput()));
        } catch (IOException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static ReadInfo read(CodedInputStream in) throws IOException {
        String database = "";
        String text = "";
        Kind kind = Kind.UNSPECIFIED;
        ByteString command = ByteString.EMPTY;
        boolean debug = false;
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case (DATABASE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        database = in.readStringRequireUtf8();
                case (TEXT << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        text = in.readStringRequireUtf8();
                case (KIND << 3) | WireFormat.WIRETYPE_VARINT -> kind = kind(in.readEnum());
                case (COMMAND << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        command = in.readBytes();
                case (DEBUG << 3) | WireFormat.WIRETYPE_VARINT -> debug = in.readBool();
                case (PARAMETER << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        readParameter(in.readBytes().newCodedInput(), parameters);
                default -> skip(in, tag);
            }
        }
        return new ReadInfo(database, text, kind, command, debug, parameters);
    }

    private static Kind kind(int number) throws InvalidProtocolBufferException {
        for (Kind kind : Kind.values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new InvalidProtocolBufferException("query type " + number);
    }

    private static void readParameter(CodedInputStream in, Map<String, Object> parameters)
            throws IOException {
        String name = "";
        Object value = QueryRequest.NULL_PARAMETER;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case (NAME << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        name = in.readStringRequireUtf8();
                case (NULL << 3) | WireFormat.WIRETYPE_VARINT -> {
                    in.readEnum();
                    value = QueryRequest.NULL_PARAMETER;
                }
                case (BOOLEAN << 3) | WireFormat.WIRETYPE_VARINT -> value = in.readBool();
                case (UNSIGNED << 3) | WireFormat.WIRETYPE_VARINT ->
                        value = unsigned(in.readUInt64());
                case (SIGNED << 3) | WireFormat.WIRETYPE_VARINT -> value = in.readInt64();
                case (FLOAT << 3) | WireFormat.WIRETYPE_FIXED64 -> value = in.readDouble();
                case (STRING << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        value = in.readStringRequireUtf8();
                case (INSTANT << 3) | WireFormat.WIRETYPE_VARINT ->
                        value = Instant.EPOCH.plusNanos(in.readInt64());
                default -> skip(in, tag);
            }
        }
        parameters.put(name, value);
    }

    /// A number of 64 bits without a sign, as a `Long` where it fits.
    static Object unsigned(long bits) {
        return bits >= 0 ? bits : new BigInteger(Long.toUnsignedString(bits));
    }

    /// Groups are in none of these messages. A JSON object would begin as one.
    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP
                || !in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group");
        }
    }

    /// The ticket that [#parse] reads, in an envelope that names its type.
    byte[] toTicket() {
        return Any.newBuilder().setTypeUrl(TYPE_URL).setValue(toBytes()).build().toByteArray();
    }

    /// The bare message.
    ByteString toBytes() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeString(DATABASE, database);
            if (!text.isEmpty()) {
                out.writeString(TEXT, text);
            }
            out.writeEnum(KIND, kind.number);
            if (!command.isEmpty()) {
                out.writeBytes(COMMAND, command);
            }
            out.writeBool(DEBUG, debug);
            for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
                out.writeByteArray(PARAMETER, parameter(parameter.getKey(), parameter.getValue()));
            }
            out.flush();
            return ByteString.copyFrom(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] parameter(String name, Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeString(NAME, name);
        switch (value) {
            case Boolean truth -> out.writeBool(BOOLEAN, truth);
            case Long number -> out.writeInt64(SIGNED, number);
            case BigInteger number -> out.writeUInt64(UNSIGNED, number.longValue());
            case Double number -> out.writeDouble(FLOAT, number);
            case String text -> out.writeString(STRING, text);
            case Instant instant -> out.writeInt64(INSTANT, Timestamps.toNanos(instant));
            default -> out.writeEnum(NULL, 0);
        }
        out.flush();
        return bytes.toByteArray();
    }
}
