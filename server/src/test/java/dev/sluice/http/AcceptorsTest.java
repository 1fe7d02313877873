// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class AcceptorsTest {
    @Test
    void endWithoutWaitingForMoreWork() throws InterruptedException {
        EventLoopGroup acceptors = new Acceptors("8086");
        EventLoopGroup waits = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        acceptors.submit(() -> {}).await();
        waits.submit(() -> {}).await();

        Future<?> ended = acceptors.shutdownGracefully();
        Future<?> endsLater = waits.shutdownGracefully();

        ended.await();
        assertThat(endsLater.isDone()).as("this one waits two seconds").isFalse();
        endsLater.await();
    }
}
