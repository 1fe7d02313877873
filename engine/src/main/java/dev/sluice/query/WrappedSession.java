// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session around another one, which does what it does not do itself.
public interface WrappedSession extends SqlEngine.Session {
    /// The one inside.
    SqlEngine.Session session();

    @Override
    default String parse(String sql) {
        return session().parse(sql);
    }

    @Override
    default List<@Nullable SqlType> parameterTypes(String sql) {
        return session().parameterTypes(sql);
    }

    @Override
    default ResultStream run(QueryPlan plan) {
        return session().run(plan);
    }

    @Override
    default ResultStream columns(QueryPlan plan) {
        return session().columns(plan);
    }

    @Override
    default void cancel() {
        session().cancel();
    }

    @Override
    default void close() {
        session().close();
    }
}
