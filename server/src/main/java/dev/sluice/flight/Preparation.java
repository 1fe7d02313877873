// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.Queries;
import dev.sluice.query.QueryDescription;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// The life of prepared queries (data.md 4.6): made by an action, given values by a put, closed by
/// an action that has nothing to do.
final class Preparation {
    /// More batches for one row are nonsense.
    private static final int BATCHES_MAX = 8;

    private static final byte[] NOTHING = new byte[0];

    private final Queries queries;
    private final BufferAllocator allocator;

    Preparation(Queries queries, BufferAllocator allocator) {
        this.queries = queries;
        this.allocator = allocator;
    }

    /// Does an action.
    ///
    /// @param asker who asks, once it matters
    /// @return the body of the result, or none where it is empty
    byte[] act(Action action, Supplier<Asker> asker) {
        return switch (action.getType()) {
            case "CreatePreparedStatement" -> create(action, asker.get());
            case "ClosePreparedStatement" -> {
                SqlCommand.unpack(
                        SqlCommand.unpack(ByteString.copyFrom(action.getBody())),
                        ActionClosePreparedStatementRequest.class);
                yield NOTHING;
            }
            default -> throw SqlCommand.unsupported(action.getType());
        };
    }

    private byte[] create(Action action, Asker asker) {
        ActionCreatePreparedStatementRequest request =
                SqlCommand.unpack(
                        SqlCommand.unpack(ByteString.copyFrom(action.getBody())),
                        ActionCreatePreparedStatementRequest.class);
        SqlCommand.refuseTransaction(request.hasTransactionId());
        PreparedStatement statement = new PreparedStatement(request.getQuery(), Map.of());
        QueryDescription described = describe(asker, statement);
        return Any.pack(
                        ActionCreatePreparedStatementResult.newBuilder()
                                .setPreparedStatementHandle(statement.handle())
                                .setDatasetSchema(
                                        ByteString.copyFrom(TableListing.bytes(described.schema())))
                                .setParameterSchema(
                                        ByteString.copyFrom(
                                                TableListing.bytes(
                                                        BoundRow.schema(described.parameters()))))
                                .build())
                .toByteArray();
    }

    private QueryDescription describe(Asker asker, PreparedStatement statement) {
        return queries.describe(
                asker.grant(),
                asker.sql(statement.text(), statement.parameters(), asker.head().debug()));
    }

    /// Binds the one row of a put, and says the new handle.
    ///
    /// @return nothing
    @Nullable Void bind(
            FlightStream rows, Supplier<Asker> asker, StreamListener<PutResult> acknowledged) {
        FlightDescriptor descriptor = rows.getDescriptor();
        if (!descriptor.isCommand()) {
            throw SqlCommand.unsupported("DoPut of a path");
        }
        Any packed = SqlCommand.unpack(ByteString.copyFrom(descriptor.getCommand()));
        if (!(SqlCommand.of(packed) instanceof SqlCommand.Prepared(PreparedStatement statement))) {
            throw SqlCommand.unsupported("DoPut of another command");
        }
        Asker who = asker.get();
        QueryDescription described = describe(who, statement.with(Map.of()));
        PreparedStatement bound = statement.with(onlyRow(rows).values(described.parameters()));
        acknowledge(bound, acknowledged);
        return null;
    }

    private static BoundRow onlyRow(FlightStream rows) {
        BoundRow row = null;
        for (int batch = 0; rows.next(); batch++) {
            int count = rows.getRoot().getRowCount();
            if (batch >= BATCHES_MAX || count > 1 || (count == 1 && row != null)) {
                throw notOneRow();
            }
            if (count == 1) {
                row = BoundRow.of(rows.getRoot(), rows.getDictionaryProvider());
            }
        }
        if (row == null) {
            throw notOneRow();
        }
        return row;
    }

    private static ProblemException notOneRow() {
        return Problem.invalid(
                        "parameter_rows",
                        "parameters of a prepared statement are bound by exactly one row")
                .asException();
    }

    private void acknowledge(PreparedStatement bound, StreamListener<PutResult> acknowledged) {
        byte[] message =
                DoPutPreparedStatementResult.newBuilder()
                        .setPreparedStatementHandle(bound.handle())
                        .build()
                        .toByteArray();
        ArrowBuf buffer = allocator.buffer(message.length);
        try (PutResult result = PutResult.metadata(buffer)) {
            buffer.writeBytes(message);
            acknowledged.onNext(result);
        }
        acknowledged.onCompleted();
    }
}
