// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.Flags;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The thread that accepts the connections of a port. It ends at once when it is told to: Netty's
/// own would wait two seconds for more work, by which each stop of a server would be longer, while
/// its port is closed already.
final class Acceptors extends MultiThreadIoEventLoopGroup {
    /// @param port its name, for that of the thread
    Acceptors(String port) {
        super(1, new DefaultThreadFactory("accept-" + port), handlers());
    }

    /// Of the kind that the server's channels are.
    private static IoHandlerFactory handlers() {
        return switch (Flags.transportType()) {
            case EPOLL -> EpollIoHandler.newFactory();
            case KQUEUE -> KQueueIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
            case IO_URING ->
                    throw new IllegalStateException("no package carries io_uring's transport");
        };
    }

    @Override
    public Future<?> shutdownGracefully() {
        return shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
