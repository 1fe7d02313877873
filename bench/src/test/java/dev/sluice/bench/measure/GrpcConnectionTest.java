// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A connection for gRPC, to a server that sends the frames it is told.
final class GrpcConnectionTest {
    private static final int DATA = 0x0;
    private static final int HEADERS = 0x1;
    private static final int GOAWAY = 0x7;
    private static final int WINDOW_UPDATE = 0x8;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PREFACE_BYTES = 24;
    private static final int FRAME_BYTES = 1 << 14;
    private static final int WAIT_MILLIS_MAX = 5_000;

    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private GrpcConnection connection() throws IOException {
        return new GrpcConnection(
                (InetSocketAddress) server.getLocalSocketAddress(), "/s/m", "", WAIT_MILLIS_MAX);
    }

    private interface Serving {
        long serve(DataInputStream in, DataOutputStream out) throws IOException;
    }

    private FutureTask<Long> serve(Serving serving) {
        FutureTask<Long> task =
                new FutureTask<>(() -> {
                    try (Socket socket = server.accept()) {
                        var in = new DataInputStream(socket.getInputStream());
                        in.skipNBytes(PREFACE_BYTES);
                        return serving.serve(in, new DataOutputStream(socket.getOutputStream()));
                    }
                });
        Thread.ofVirtual().start(task);
        return task;
    }

    /// Passes what the client sends until a frame of a type.
    ///
    /// @param of a stream, or 0 for the connection
    /// @return the first number in it
    private static int await(DataInputStream in, int wanted, int of) throws IOException {
        while (true) {
            int length = in.readUnsignedShort() << Byte.SIZE | in.readUnsignedByte();
            int type = in.readUnsignedByte();
            in.skipNBytes(1);
            boolean found = in.readInt() == of && type == wanted;
            int first = length >= Integer.BYTES ? in.readInt() : 0;
            in.skipNBytes(Math.max(0, length - Integer.BYTES));
            if (found) {
                return first;
            }
        }
    }

    private static void send(DataOutputStream out, int type, int flags, int of, byte[] body)
            throws IOException {
        var frame = new ByteArrayOutputStream();
        var fields = new DataOutputStream(frame);
        fields.writeByte(body.length >> Short.SIZE);
        fields.writeShort(body.length);
        fields.writeByte(type);
        fields.writeByte(flags);
        fields.writeInt(of);
        fields.write(body);
        out.write(frame.toByteArray());
    }

    private static void sendStatus(DataOutputStream out, int of) throws IOException {
        byte[] name = "grpc-status".getBytes(US_ASCII);
        var block = new ByteArrayOutputStream();
        block.write(0);
        block.write(name.length);
        block.writeBytes(name);
        block.write(1);
        block.write('0');
        send(out, HEADERS, END_HEADERS | END_STREAM, of, block.toByteArray());
    }

    private static void sendData(DataOutputStream out, int of, int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            send(out, DATA, 0, of, new byte[FRAME_BYTES]);
        }
    }

    /// The window of an answer is 2 GiB at first: a longer one needs what it has used back, and a
    /// shorter one before it must not count.
    @Test
    void givesBackWhatAnAnswerUsedOfItsWindow()
            throws IOException, ExecutionException, InterruptedException {
        FutureTask<Long> given =
                serve((in, out) -> {
                    await(in, DATA, 1);
                    sendData(out, 1, 10);
                    sendStatus(out, 1);
                    await(in, DATA, 3);
                    sendData(out, 3, 64);
                    long bytes = await(in, WINDOW_UPDATE, 3);
                    sendStatus(out, 3);
                    return bytes;
                });
        try (GrpcConnection connection = connection()) {
            assertThat(connection.call(new byte[1])).isEqualTo(10 * FRAME_BYTES);
            assertThat(connection.call(new byte[1])).isEqualTo(64 * FRAME_BYTES);
        }
        assertThat(given.get()).isEqualTo(54 * FRAME_BYTES);
    }

    @Test
    void answerThatEndsWithoutStatusFailsAtOnce()
            throws IOException, ExecutionException, InterruptedException {
        FutureTask<Long> closed =
                serve((in, out) -> {
                    await(in, DATA, 1);
                    send(out, DATA, END_STREAM, 1, new byte[1]);
                    return in.read();
                });
        try (GrpcConnection connection = connection()) {
            assertThatThrownBy(() -> connection.call(new byte[1]))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("the answer ended without a status");
        }
        assertThat(closed.get()).isEqualTo(-1);
    }

    /// A server that goes answers what it has begun.
    @Test
    void tellsThatTheServerEndedBetweenTwoCalls()
            throws IOException, ExecutionException, InterruptedException {
        FutureTask<Long> served =
                serve((in, out) -> {
                    await(in, DATA, 1);
                    send(out, GOAWAY, 0, 0, new byte[] {0, 0, 0, 1, 0, 0, 0, 0});
                    sendStatus(out, 1);
                    return 1L;
                });
        try (GrpcConnection connection = connection()) {
            assertThat(connection.call(new byte[1])).isZero();
            served.get();
            assertThatThrownBy(() -> connection.call(new byte[1]))
                    .isInstanceOf(GrpcConnection.Ended.class);
        }
    }

    @Test
    void connectionThatRestedTooLongIsOpenedAnew() throws IOException {
        try (var resting = new Resting<>(this::connection, Duration.ofHours(1));
                var tired = new Resting<>(this::connection, Duration.ofNanos(-1))) {
            assertThat(resting.connection()).isSameAs(resting.connection());
            assertThat(tired.connection()).isNotSameAs(tired.connection());
        }
    }
}
