// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.List;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCatalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTableTypes;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The Flight SQL commands that give rows (data.md 4.6). A closed set: there is no case for
/// anything that changes data.
sealed interface SqlCommand {

    /// A query.
    ///
    /// @param text what the user wrote
    record Statement(String text) implements SqlCommand {}

    /// A prepared query.
    ///
    /// @param statement what its handle says
    record Prepared(PreparedStatement statement) implements SqlCommand {}

    /// What the server can do.
    ///
    /// @param infos which facts; all when empty
    record SqlInfo(List<Integer> infos) implements SqlCommand {
        public SqlInfo {
            infos = List.copyOf(infos);
        }
    }

    /// The catalogs, of which there is one.
    record Catalogs() implements SqlCommand {}

    /// The schemas.
    ///
    /// @param catalog of this one alone, or null
    /// @param pattern with such a name, or null
    record Schemata(@Nullable String catalog, @Nullable LikePattern pattern)
            implements SqlCommand {}

    /// The tables.
    ///
    /// @param schemata in such schemas
    /// @param pattern with such a name, or null
    /// @param types of such a type, or of any when empty
    /// @param withSchema whether their columns are told
    record Tables(
            Schemata schemata,
            @Nullable LikePattern pattern,
            List<String> types,
            boolean withSchema)
            implements SqlCommand {
        public Tables {
            types = List.copyOf(types);
        }
    }

    /// The types of tables.
    record TableTypes() implements SqlCommand {}

    /// The types of values.
    ///
    /// @param dataType the one with this number, or null for all
    record TypeInfo(@Nullable Integer dataType) implements SqlCommand {}

    /// Keys, of which there are none.
    ///
    /// @param schema the columns of this kind of keys
    record Keys(Schema schema) implements SqlCommand {}

    /// Reads a packed command.
    ///
    /// @throws ProblemException *invalid* for what is no message
    static Any unpack(ByteString bytes) {
        try {
            return Any.parseFrom(bytes);
        } catch (InvalidProtocolBufferException malformed) {
            throw malformed("command", malformed);
        }
    }

    /// Reads a command.
    ///
    /// @throws FlightRuntimeException UNIMPLEMENTED for a command that is not in this list
    /// @throws ProblemException *invalid* for one that is malformed or asks for a transaction
    static SqlCommand of(Any command) {
        String name = name(command);
        return switch (name) {
            case "CommandStatementQuery" -> statement(unpack(command, CommandStatementQuery.class));
            case "CommandPreparedStatementQuery" ->
                    new Prepared(
                            PreparedStatement.parse(
                                    unpack(command, CommandPreparedStatementQuery.class)
                                            .getPreparedStatementHandle()));
            case "CommandGetSqlInfo" ->
                    new SqlInfo(unpack(command, CommandGetSqlInfo.class).getInfoList());
            case "CommandGetCatalogs" -> {
                unpack(command, CommandGetCatalogs.class);
                yield new Catalogs();
            }
            case "CommandGetDbSchemas" -> schemata(unpack(command, CommandGetDbSchemas.class));
            case "CommandGetTables" -> tables(unpack(command, CommandGetTables.class));
            case "CommandGetTableTypes" -> {
                unpack(command, CommandGetTableTypes.class);
                yield new TableTypes();
            }
            case "CommandGetXdbcTypeInfo" -> {
                CommandGetXdbcTypeInfo types = unpack(command, CommandGetXdbcTypeInfo.class);
                yield new TypeInfo(types.hasDataType() ? types.getDataType() : null);
            }
            case "CommandGetPrimaryKeys" -> {
                unpack(command, CommandGetPrimaryKeys.class);
                yield new Keys(Schemas.GET_PRIMARY_KEYS_SCHEMA);
            }
            case "CommandGetImportedKeys" -> {
                unpack(command, CommandGetImportedKeys.class);
                yield new Keys(Schemas.GET_IMPORTED_KEYS_SCHEMA);
            }
            case "CommandGetExportedKeys" -> {
                unpack(command, CommandGetExportedKeys.class);
                yield new Keys(Schemas.GET_EXPORTED_KEYS_SCHEMA);
            }
            case "CommandGetCrossReference" -> {
                unpack(command, CommandGetCrossReference.class);
                yield new Keys(Schemas.GET_CROSS_REFERENCE_SCHEMA);
            }
            default -> throw unsupported(name);
        };
    }

    /// Reads a member of a message that has to be of a kind.
    ///
    /// @throws ProblemException *invalid* for another kind, or for what is malformed
    static <M extends Message> M unpack(Any any, Class<M> kind) {
        try {
            return any.unpack(kind);
        } catch (InvalidProtocolBufferException malformed) {
            throw malformed(kind.getSimpleName(), malformed);
        }
    }

    /// The answer to a command that has no case here.
    static FlightRuntimeException unsupported(String name) {
        return CallStatus.UNIMPLEMENTED
                .withDescription(
                        "'"
                                + (name.length() > NAME_CHARACTERS_MAX
                                        ? name.substring(0, NAME_CHARACTERS_MAX)
                                        : name)
                                + "' is not supported")
                .toRuntimeException();
    }

    /// Of a name that nobody knows, so much is repeated.
    int NAME_CHARACTERS_MAX = 100;

    /// There are none.
    ///
    /// @param asked whether a message names one
    static void refuseTransaction(boolean asked) {
        if (asked) {
            throw Problem.invalid("transaction", "transactions are not supported").asException();
        }
    }

    private static SqlCommand statement(CommandStatementQuery query) {
        refuseTransaction(query.hasTransactionId());
        return new Statement(query.getQuery());
    }

    private static Schemata schemata(CommandGetDbSchemas command) {
        return new Schemata(
                command.hasCatalog() ? command.getCatalog() : null,
                pattern(command.hasDbSchemaFilterPattern(), command.getDbSchemaFilterPattern()));
    }

    private static @Nullable LikePattern pattern(boolean given, String text) {
        return given ? new LikePattern(text) : null;
    }

    private static SqlCommand tables(CommandGetTables command) {
        return new Tables(
                new Schemata(
                        command.hasCatalog() ? command.getCatalog() : null,
                        pattern(
                                command.hasDbSchemaFilterPattern(),
                                command.getDbSchemaFilterPattern())),
                pattern(command.hasTableNameFilterPattern(), command.getTableNameFilterPattern()),
                command.getTableTypesList(),
                command.getIncludeSchema());
    }

    private static String name(Any command) {
        String url = command.getTypeUrl();
        String flightSql = "type.googleapis.com/arrow.flight.protocol.sql.";
        return url.startsWith(flightSql) ? url.substring(flightSql.length()) : url;
    }

    private static ProblemException malformed(String what, Exception cause) {
        return new ProblemException(
                Problem.invalid("malformed_command", "malformed Flight SQL message: " + what),
                cause);
    }
}
