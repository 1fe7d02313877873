// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Stands between clients and a PostgreSQL server as poolers do: it tells process numbers of its
/// own, and in the mode of transactions all clients share one session, one transaction after
/// another, in which each has names of its own for its prepared statements.
final class Pooler implements AutoCloseable {
    /// For how long a client has a session.
    enum Mode {
        SESSION,
        TRANSACTION
    }

    /// What a pooler tells in the place of a process's number; no process has such a high one.
    private static final int NUMBERS = 1 << 30;

    private final ServerSocket socket;
    private final int target;
    private final Mode mode;
    private final AtomicInteger clients = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ReentrantLock transaction = new ReentrantLock();

    /// The session that all share, once there is one.
    private @Nullable Side shared;

    private Pooler(ServerSocket socket, int target, Mode mode) {
        this.socket = socket;
        this.target = target;
        this.mode = mode;
    }

    /// @param target the port of the server
    static Pooler start(int target, Mode mode) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Pooler pooler = new Pooler(socket, target, mode);
        Thread.ofVirtual().start(pooler::accept);
        return pooler;
    }

    /// How many clients there were.
    int clients() {
        return clients.get();
    }

    int port() {
        return socket.getLocalPort();
    }

    /// A message of the protocol.
    ///
    /// @param body a character for each byte
    private record Message(byte type, String body) {
        boolean is(char letter) {
            return type == letter;
        }

        int firstNumber() {
            return ByteBuffer.wrap(body.getBytes(ISO_8859_1)).getInt();
        }
    }

    /// A connection to a client or to the server.
    private record Side(Socket socket, DataInputStream in, DataOutputStream out) {
        static Side of(Socket socket) throws IOException {
            return new Side(
                    socket,
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(socket.getOutputStream()));
        }

        Message read() throws IOException {
            byte type = in.readByte();
            return new Message(
                    type, new String(in.readNBytes(in.readInt() - Integer.BYTES), ISO_8859_1));
        }

        void write(Message message) throws IOException {
            byte[] body = message.body.getBytes(ISO_8859_1);
            ByteBuffer bytes = ByteBuffer.allocate(1 + Integer.BYTES + body.length);
            bytes.put(message.type).putInt(Integer.BYTES + body.length).put(body);
            out.write(bytes.array());
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                int number = clients.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client, number));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket connected, int number) {
        try (connected) {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            Side client = Side.of(connected);
            Side own = Side.of(server);
            signIn(client, own, NUMBERS + number);
            switch (mode) {
                case SESSION -> {
                    try (server) {
                        passOn(client, own, new ReentrantLock(), "");
                    }
                }
                case TRANSACTION ->
                        passOn(client, shared(own), transaction, "client " + number + " ");
            }
        } catch (IOException _) {
            // One of them is gone.
        }
    }

    /// The server asks the client, through here.
    private static void signIn(Side client, Side server, int number) throws IOException {
        byte[] start = client.in.readNBytes(client.in.readInt() - Integer.BYTES);
        server.out.writeInt(Integer.BYTES + start.length);
        server.out.write(start);
        Message answer;
        do {
            answer = server.read();
            client.write(answer.is('K') ? numbered(answer, number) : answer);
            int step = answer.is('R') ? answer.firstNumber() : 0;
            // It asks for the first message of SCRAM, and for the last.
            if (step == 10 || step == 11) {
                server.write(client.read());
            }
        } while (!answer.is('Z'));
    }

    private static Message numbered(Message message, int number) {
        byte[] body = message.body.getBytes(ISO_8859_1);
        ByteBuffer.wrap(body).putInt(number);
        return new Message(message.type, new String(body, ISO_8859_1));
    }

    /// The session of all, which is the first client's, and stays when that one is gone.
    private synchronized Side shared(Side own) throws IOException {
        if (shared == null) {
            shared = own;
        } else {
            own.socket.close();
        }
        return shared;
    }

    /// @param transaction held from the first message of one to the end of it
    private static void passOn(Side client, Side server, ReentrantLock transaction, String prefix)
            throws IOException {
        try {
            for (Message request = client.read(); !request.is('X'); request = client.read()) {
                if (!transaction.isHeldByCurrentThread()) {
                    transaction.lock();
                }
                server.write(named(request, prefix));
                if ((request.is('S') || request.is('Q')) && answers(client, server) == 'I') {
                    transaction.unlock();
                }
            }
        } finally {
            if (transaction.isHeldByCurrentThread()) {
                transaction.unlock();
            }
        }
    }

    /// Passes on what the server answers.
    ///
    /// @return in which state that leaves the session
    private static char answers(Side client, Side server) throws IOException {
        Message answer;
        do {
            answer = server.read();
            client.write(answer);
        } while (!answer.is('Z'));
        return answer.body.charAt(0);
    }

    /// A message as it is where the client's prepared statements bear a prefix.
    private static Message named(Message message, String prefix) {
        String body = message.body;
        int place =
                switch (message.type) {
                    case 'P' -> 0;
                    case 'B' -> body.indexOf('\0') + 1;
                    case 'D', 'C' -> body.charAt(0) == 'S' ? 1 : -1;
                    default -> -1;
                };
        if (place < 0 || body.charAt(place) == '\0') {
            return message;
        }
        return new Message(message.type, body.substring(0, place) + prefix + body.substring(place));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
