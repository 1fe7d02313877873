// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A store that tells how much is read of it, and whose connections break where a test says so. One
/// thread's.
final class WatchedStore {
    private final SqlStore real;
    private final List<String> statements = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private int rows;

    WatchedStore(SqlStore real) {
        this.real = real;
    }

    SqlStore store() {
        return new SqlStore(
                watched(DataSource.class, real.source()),
                real.name(),
                real.dialect(),
                real.alone());
    }

    /// How many rows were read since the last [#forget].
    int rows() {
        return rows;
    }

    /// How often the whole of the files was read since the last [#forget].
    long wholeReadings() {
        return statements.stream().filter(sql -> sql.strip().endsWith("FROM file_entry")).count();
    }

    /// What was executed since the last [#forget].
    List<String> statements() {
        return List.copyOf(statements);
    }

    void forget() {
        statements.clear();
        rows = 0;
    }

    /// No connection works any more that was there until now.
    void breakConnections() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        connections.clear();
    }

    private <T> T watched(Class<T> type, Object target) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call(target, method, arguments)));
    }

    private @Nullable Object call(Object target, Method method, @Nullable Object[] arguments)
            throws Throwable {
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        if (method.getName().equals("prepareStatement") && arguments != null) {
            statements.add(String.valueOf(arguments[0]));
        }
        if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
            rows++;
        }
        return switch (result) {
            case Connection connection -> {
                connections.add(connection);
                yield watched(Connection.class, connection);
            }
            case PreparedStatement statement -> watched(PreparedStatement.class, statement);
            case Statement statement -> watched(Statement.class, statement);
            case ResultSet found -> watched(ResultSet.class, found);
            case null -> null;
            default -> result;
        };
    }
}
