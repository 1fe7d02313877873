// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A store whose connections fail where a test says so.
final class FailingDataSource implements DataSource {
    /// Whether the real call is made before it is reported as failed.
    enum When {
        BEFORE,
        AFTER
    }

    private final DataSource real;
    private @Nullable String failingMethod;
    private When when = When.BEFORE;
    private int executionsUntilFailure = Integer.MAX_VALUE;
    private boolean wantsMemory;
    private volatile boolean refusing;
    private volatile @Nullable CountDownLatch refusal;
    private final AtomicInteger connections = new AtomicInteger();

    FailingDataSource(DataSource real) {
        this.real = real;
    }

    /// The next call of this method of a connection fails.
    void failNext(String method, When moment) {
        failingMethod = method;
        when = moment;
    }

    /// The statement that is executed as the n-th from now fails, counted from 1, and every later
    /// one.
    void failFromExecution(int n) {
        executionsUntilFailure = n;
    }

    /// The same, for want of memory.
    void wantMemoryAtExecution(int n) {
        failFromExecution(n);
        wantsMemory = true;
    }

    /// No connection is given from now on.
    void refuseConnections() {
        refusing = true;
    }

    /// The same, but each waits first.
    void refuseConnectionsAfter(CountDownLatch latch) {
        refusal = latch;
        refusing = true;
    }

    /// How many were asked for.
    int connections() {
        return connections.get();
    }

    /// Nothing fails from now on.
    void heal() {
        failingMethod = null;
        executionsUntilFailure = Integer.MAX_VALUE;
        wantsMemory = false;
        refusing = false;
    }

    @Override
    public Connection getConnection() throws SQLException {
        int _ = connections.incrementAndGet();
        if (refusing) {
            await(refusal);
            throw new SQLException("refused by the test");
        }
        return watched(Connection.class, real.getConnection());
    }

    private static void await(@Nullable CountDownLatch latch) throws SQLException {
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException(e);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    private <T> T watched(Class<T> type, T target) {
        InvocationHandler handler = (_, method, arguments) -> call(target, method, arguments);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object call(Object target, Method method, @Nullable Object[] arguments)
            throws Throwable {
        if (target instanceof Statement && method.getName().startsWith("execute")) {
            executionsUntilFailure--;
            if (executionsUntilFailure <= 0 && wantsMemory) {
                throw new OutOfMemoryError("wanted by the test");
            }
            if (executionsUntilFailure <= 0) {
                throw new SQLException("failed by the test");
            }
        }
        boolean fails = method.getName().equals(failingMethod);
        if (fails) {
            failingMethod = null;
        }
        if (fails && when == When.BEFORE) {
            throw new SQLException("failed by the test");
        }
        Object result = invoke(target, method, arguments);
        if (fails) {
            throw new SQLException("failed by the test");
        }
        return switch (result) {
            case PreparedStatement statement -> watched(PreparedStatement.class, statement);
            case Statement statement -> watched(Statement.class, statement);
            case null -> null;
            default -> result;
        };
    }

    private static @Nullable Object invoke(
            Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
