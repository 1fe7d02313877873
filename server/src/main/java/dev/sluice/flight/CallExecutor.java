// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Context;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs on another executor what belongs to the current call, and takes the call along: Flight asks
/// for its headers on the thread that it was given, not on the one that had them.
final class CallExecutor extends AbstractExecutorService {
    private final ExecutorService threads;

    /// @param threads run the work; somebody else's to close
    CallExecutor(ExecutorService threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable work) {
        @Nullable ServiceRequestContext request = ServiceRequestContext.currentOrNull();
        Runnable wrapped = Context.current().wrap(work);
        threads.execute(request == null ? wrapped : request.makeContextAware(wrapped));
    }

    /// Its work ends with the other executor.
    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
