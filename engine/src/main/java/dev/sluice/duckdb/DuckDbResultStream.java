// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.model.ColumnType;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.OutputColumn;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import dev.sluice.query.sql.InstantType;
import dev.sluice.query.sql.UnsupportedSql;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The rows of a running query as the engine makes them, with names and metadata as clients expect
/// them (data.md 4.7).
final class DuckDbResultStream implements ResultStream {
    /// The metadata key of a field.
    private static final String COLUMN_TYPE = "iox::column::type";

    private final DuckDbSession session;
    private final Statement statement;
    private final ArrowReader reader;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot engineRoot;
    private final VectorSchemaRoot root;
    private final Runnable afterwards;
    private boolean closed;

    private DuckDbResultStream(
            DuckDbSession session,
            Statement statement,
            ArrowReader reader,
            BufferAllocator allocator,
            VectorSchemaRoot engineRoot,
            VectorSchemaRoot root,
            Runnable afterwards) {
        this.session = session;
        this.statement = statement;
        this.reader = reader;
        this.allocator = allocator;
        this.engineRoot = engineRoot;
        this.root = root;
        this.afterwards = afterwards;
    }

    /// Takes over everything that it is given.
    ///
    /// @param afterwards is done when it is closed
    /// @throws ProblemException *invalid* for a longer name than Arrow takes from another library
    static DuckDbResultStream of(
            DuckDbSession session,
            Statement statement,
            ArrowReader reader,
            BufferAllocator allocator,
            QueryPlan plan,
            Runnable afterwards)
            throws SQLException {
        try {
            VectorSchemaRoot engineRoot = reader.getVectorSchemaRoot();
            // The same vectors under other names: the reader refills them batch by batch.
            VectorSchemaRoot root =
                    new VectorSchemaRoot(
                            schema(engineRoot.getSchema(), plan), engineRoot.getFieldVectors(), 0);
            return new DuckDbResultStream(
                    session, statement, reader, allocator, engineRoot, root, afterwards);
        } catch (BufferUnderflowException e) {
            throw new ProblemException(
                    Problem.invalid(
                            "query_planning",
                            UnsupportedSql.PLANNING
                                    + "a column of the result has a name of more"
                                    + " than 32766 bytes; name it by AS"),
                    e);
        } catch (IOException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    /// The schema of an answer to a plan, as clients expect it.
    ///
    /// @param schema by the engine's names
    static Schema schema(Schema schema, QueryPlan plan) {
        return new Schema(fields(schema, plan.columns()), plan.metadata());
    }

    private static List<Field> fields(Schema schema, @Nullable List<OutputColumn> columns) {
        List<Field> result = new ArrayList<>();
        List<OutputColumn> told =
                columns != null && columns.size() == schema.getFields().size() ? columns : null;
        for (int i = 0; i < schema.getFields().size(); i++) {
            Field field = schema.getFields().get(i);
            OutputColumn column =
                    told == null ? new OutputColumn(field.getName(), null) : told.get(i);
            ColumnType type = column.type();
            result.add(
                    new Field(
                            ResultTypes.userName(field.getName()),
                            new FieldType(
                                    !column.required(),
                                    type(field.getType(), column.instant()),
                                    null,
                                    type == null ? null : Map.of(COLUMN_TYPE, type.longName())),
                            field.getChildren()));
        }
        return result;
    }

    /// An instant that is read in a zone says so; the numbers are the same.
    private static ArrowType type(ArrowType type, @Nullable InstantType instant) {
        return instant != null
                        && instant.zone() != null
                        && type instanceof ArrowType.Timestamp plain
                ? new ArrowType.Timestamp(plain.getUnit(), instant.zone())
                : type;
    }

    @Override
    public Schema schema() {
        return root.getSchema();
    }

    @Override
    public boolean next() {
        boolean more = session.call(reader::loadNextBatch);
        root.setRowCount(more ? engineRoot.getRowCount() : 0);
        return more;
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        session.whenIdle(this::closeNow);
    }

    private void closeNow() {
        try (allocator) {
            reader.close();
            statement.close();
        } catch (IOException | SQLException e) {
            throw EngineProblems.of(e.getMessage(), e);
        } finally {
            afterwards.run();
        }
    }
}
