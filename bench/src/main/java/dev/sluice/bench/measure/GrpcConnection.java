// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connection for calls of one gRPC method over HTTP/2 without TLS (RFC 9113) that is kept open,
/// so that the client of a bench costs next to nothing: messages of answers are read and not looked
/// at. One call at a time. For one thread.
public final class GrpcConnection implements Closeable {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int DATA = 0x0;
    private static final int HEADERS = 0x1;
    private static final int RST_STREAM = 0x3;
    private static final int SETTINGS = 0x4;
    private static final int PING = 0x6;
    private static final int GOAWAY = 0x7;
    private static final int WINDOW_UPDATE = 0x8;

    private static final int ACK = 0x1;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;

    private static final int INITIAL_WINDOW_SIZE = 0x4;
    private static final int SETTING_BYTES = 6;
    private static final int WINDOW_BYTES_MAX = Integer.MAX_VALUE;
    private static final int WINDOW_BYTES_AT_FIRST = 65_535;
    private static final int WINDOW_BYTES_GIVEN_BACK = 1 << 20;

    /// Whether it is compressed, and how long it is.
    private static final int MESSAGE_HEAD_BYTES = 5;

    private static final int BUFFER_BYTES = 1 << 16;

    /// All streams together.
    private static final int CONNECTION = 0;

    private final Socket socket = new Socket();
    private final DataOutputStream out;
    private final DataInputStream in;
    private final byte[] head;
    private final DefaultHttp2HeadersDecoder heads = new DefaultHttp2HeadersDecoder(false);
    private final byte[] passed = new byte[BUFFER_BYTES];
    private int stream = -1;
    private boolean begun;
    private boolean leaving;
    private int windowBytesUsed;
    private int streamWindowBytesUsed;

    /// @param method such as `/package.Service/Method`
    /// @param authorization the field with this name
    /// @param waitMillisMax how long to wait for the connection, and for each byte of an answer
    public GrpcConnection(
            InetSocketAddress server, String method, String authorization, int waitMillisMax)
            throws IOException {
        head = head(server, method, authorization);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(waitMillisMax);
        socket.connect(server, waitMillisMax);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        out.write(PREFACE.getBytes(US_ASCII));
        frame(SETTING_BYTES, SETTINGS, 0, 0);
        out.writeShort(INITIAL_WINDOW_SIZE);
        out.writeInt(WINDOW_BYTES_MAX);
        widen(CONNECTION, WINDOW_BYTES_MAX - WINDOW_BYTES_AT_FIRST);
        out.flush();
    }

    /// The head of each call. No field is kept for the next one, so it has always these bytes.
    private static byte[] head(InetSocketAddress server, String method, String authorization)
            throws IOException {
        Http2Headers fields =
                new DefaultHttp2Headers()
                        .method("POST")
                        .scheme("http")
                        .path(method)
                        .authority(server.getHostString() + ':' + server.getPort())
                        .set("te", "trailers")
                        .set("content-type", "application/grpc")
                        .set("authorization", authorization);
        ByteBuf block = Unpooled.buffer();
        try {
            new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.ALWAYS_SENSITIVE)
                    .encodeHeaders(1, fields, block);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        return ByteBufUtil.getBytes(block);
    }

    /// Sends a message, and takes all messages of the answer.
    ///
    /// @return how many bytes they have, with the five before each
    /// @throws IllegalStateException when the answer's status is not 0
    /// @throws Ended when the connection ended before anything of the answer came
    public long call(byte[] message) throws IOException {
        if (leaving) {
            throw new Ended(null);
        }
        begun = false;
        try {
            ask(message);
            return answer();
        } catch (SocketTimeoutException late) {
            throw late;
        } catch (IOException failed) {
            throw begun ? failed : new Ended(failed);
        }
    }

    /// A connection that the server ended between two calls. Another one may be asked the same.
    public static final class Ended extends IOException {
        private static final long serialVersionUID = 1;

        private Ended(@Nullable IOException cause) {
            super("the server ended the connection before it answered", cause);
        }
    }

    private void ask(byte[] message) throws IOException {
        stream += 2;
        streamWindowBytesUsed = 0;
        frame(head.length, HEADERS, END_HEADERS, stream);
        out.write(head);
        frame(MESSAGE_HEAD_BYTES + message.length, DATA, END_STREAM, stream);
        out.writeByte(0);
        out.writeInt(message.length);
        out.write(message);
        out.flush();
    }

    private long answer() throws IOException {
        long bytes = 0;
        while (true) {
            int length = in.readUnsignedShort() << Byte.SIZE | in.readUnsignedByte();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int of = in.readInt();
            switch (type) {
                case DATA -> {
                    begun = true;
                    if ((flags & END_STREAM) != 0) {
                        throw new IOException("the answer ended without a status");
                    }
                    pass(length);
                    giveBack(length);
                    bytes += length;
                }
                case HEADERS -> {
                    begun = true;
                    Http2Headers fields = fields(of, length, flags);
                    if ((flags & END_STREAM) != 0) {
                        requireOk(fields);
                        return bytes;
                    }
                }
                case SETTINGS, PING -> acknowledge(type, flags, in.readNBytes(length));
                case GOAWAY -> leave(in.readNBytes(length));
                case RST_STREAM -> throw ended();
                default -> pass(length);
            }
        }
    }

    /// No call comes after this one, which is still answered if the server tells its stream.
    private void leave(byte[] body) throws IOException {
        leaving = true;
        if (ByteBuffer.wrap(body).getInt() < stream) {
            throw ended();
        }
    }

    private static IOException ended() {
        return new IOException("the server ended in the middle of an answer");
    }

    private void pass(int length) throws IOException {
        for (int left = length; left > 0; left -= passed.length) {
            in.readFully(passed, 0, Math.min(left, passed.length));
        }
    }

    private void giveBack(int length) throws IOException {
        windowBytesUsed += length;
        streamWindowBytesUsed += length;
        if (windowBytesUsed >= WINDOW_BYTES_GIVEN_BACK) {
            widen(CONNECTION, windowBytesUsed);
            widen(stream, streamWindowBytesUsed);
            out.flush();
            windowBytesUsed = 0;
            streamWindowBytesUsed = 0;
        }
    }

    private Http2Headers fields(int of, int length, int flags) throws IOException {
        if ((flags & ~END_STREAM) != END_HEADERS) {
            throw new IOException("a head in more than one frame, or with more than fields");
        }
        try {
            return heads.decodeHeaders(of, Unpooled.wrappedBuffer(in.readNBytes(length)));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    private static void requireOk(Http2Headers trailers) {
        CharSequence status = trailers.get("grpc-status");
        if (status == null || !"0".contentEquals(status)) {
            throw new IllegalStateException(
                    "status %s: %s".formatted(status, trailers.get("grpc-message")));
        }
    }

    private void acknowledge(int type, int flags, byte[] body) throws IOException {
        if ((flags & ACK) == 0) {
            boolean echoed = type == PING;
            frame(echoed ? body.length : 0, type, ACK, 0);
            if (echoed) {
                out.write(body);
            }
            out.flush();
        }
    }

    /// Lets the server send more.
    private void widen(int of, int bytes) throws IOException {
        frame(Integer.BYTES, WINDOW_UPDATE, 0, of);
        out.writeInt(bytes);
    }

    private void frame(int length, int type, int flags, int of) throws IOException {
        out.writeByte(length >> Short.SIZE);
        out.writeShort(length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(of);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
