// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a connection that does not begin as TLS does, before anybody else looks at it: the TLS
/// engine's complaint carries the bytes that came, and in a request in clear there is a token among
/// them, which no log may have.
///
/// One for each connection; it steps aside once the first byte is right.
final class TlsOnly extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TlsOnly.class);

    /// The type of the record that a client begins with (RFC 8446 5.1).
    private static final int HANDSHAKE = 22;

    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ByteBuf bytes
                && bytes.isReadable()
                && bytes.getByte(bytes.readerIndex()) != HANDSHAKE) {
            refused = true;
            ReferenceCountUtil.release(message);
            log.atInfo()
                    .addKeyValue("client", context.channel().remoteAddress())
                    .log("a client spoke something else than TLS to the port, and got no answer");
            var _ = context.close();
        } else {
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        }
    }
}
