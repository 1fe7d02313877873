// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends connections whose TLS went wrong by what their client sent, and says so in a line. The
/// library would log a stack each time, and the bytes that came, or neither client nor reason.
final class TlsFailures extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TlsFailures.class);

    private boolean told;

    /// Puts one behind the engine, and before whoever waits for the end of the handshake, which is
    /// the last one of a new connection.
    static void addTo(ChannelPipeline pipeline) {
        pipeline.addBefore(pipeline.lastContext().name(), null, new TlsFailures());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            end(context, handshake.cause());
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof SSLException) {
            end(context, cause);
        } else {
            super.exceptionCaught(context, failure);
        }
    }

    /// Who goes away before TLS has begun, as what looks for an open port does, is no failure.
    private void end(ChannelHandlerContext context, Throwable cause) {
        if (!told && context.channel().isActive()) {
            told = true;
            log.atInfo()
                    .addKeyValue("client", context.channel().remoteAddress())
                    .addKeyValue("reason", reason(cause))
                    .log("TLS with a client failed");
        }
        var _ = context.close();
    }

    /// That what came is no record of TLS is told by its bytes.
    private static String reason(Throwable cause) {
        return cause instanceof NotSslRecordException
                ? "what came is not TLS"
                : String.valueOf(cause.getMessage());
    }
}
