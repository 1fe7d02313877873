// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.query.QueryRequest.Language;
import java.util.Map;
import java.util.Optional;

/// What `DoGet` is asked for (data.md 4.3): a query's text, or a Flight SQL command.
sealed interface FlightTicket {
    /// The answer to a ticket in none of the three forms.
    Problem INVALID = Problem.invalid("invalid_ticket", "Invalid ticket. Error: Invalid ticket");

    /// How the name of a type begins in an `Any`.
    String TYPE_URLS = "type.googleapis.com/";

    /// How an object of JSON begins.
    byte JSON_START = '{';

    /// Which database.
    DatabaseName database();

    /// A query.
    ///
    /// @param text what the user wrote
    /// @param language of the text
    /// @param parameters values for `$name`, as [dev.sluice.query.QueryRequest] takes them
    /// @param debug whether the schema `system` is shown
    record Text(
            DatabaseName database,
            String text,
            Language language,
            Map<String, Object> parameters,
            boolean debug)
            implements FlightTicket {
        public Text {
            parameters = Map.copyOf(parameters);
        }
    }

    /// A Flight SQL command, as `GetFlightInfo` wrote it down.
    ///
    /// @param command see [SqlCommand]
    /// @param debug whether the schema `system` is shown
    record Command(DatabaseName database, Any command, boolean debug) implements FlightTicket {}

    /// Reads a ticket: the native message in an `Any`, the bare message, or JSON, whatever it is
    /// first; an object of JSON at once, since neither message begins as one.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for anything else, or for a name that no
    ///   database can have
    static FlightTicket parse(byte[] ticket) {
        if (ticket.length > 0 && ticket[0] == JSON_START) {
            return JsonTicket.parse(ticket);
        }
        ByteString bytes = ByteString.copyFrom(ticket);
        Optional<FlightTicket> enveloped = enveloped(bytes);
        if (enveloped.isPresent()) {
            return enveloped.get();
        }
        Optional<ReadInfo> bare = ReadInfo.parse(bytes);
        if (bare.isPresent() && !bytes.isEmpty()) {
            return of(bare.get());
        }
        return JsonTicket.parse(ticket);
    }

    private static Optional<FlightTicket> enveloped(ByteString bytes) {
        try {
            Any any = Any.parseFrom(bytes);
            if (!any.getTypeUrl().startsWith(TYPE_URLS)) {
                return Optional.empty();
            }
            if (!any.getTypeUrl().equals(ReadInfo.TYPE_URL)) {
                throw INVALID.asException();
            }
            return Optional.of(
                    of(ReadInfo.parse(any.getValue()).orElseThrow(INVALID::asException)));
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    private static FlightTicket of(ReadInfo info) {
        boolean command = info.kind() == ReadInfo.Kind.COMMAND;
        if (command == info.command().isEmpty() || command != info.text().isEmpty()) {
            throw INVALID.asException();
        }
        DatabaseName database = new DatabaseName(info.database());
        return switch (info.kind()) {
            case UNSPECIFIED, SQL ->
                    new Text(database, info.text(), Language.SQL, info.parameters(), info.debug());
            case INFLUXQL ->
                    new Text(
                            database,
                            info.text(),
                            Language.INFLUXQL,
                            info.parameters(),
                            info.debug());
            case COMMAND -> new Command(database, SqlCommand.unpack(info.command()), info.debug());
        };
    }
}
