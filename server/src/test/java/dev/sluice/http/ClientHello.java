// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/// The first message of a TLS client, byte by byte (RFC 5246 7.4.1.2), so that it offers what the
/// JDK's own client no longer does.
///
/// @param version the highest that the client speaks: 0x0301 is TLS 1.0, 0x0303 is TLS 1.2
/// @param cipherSuites by number
record ClientHello(int version, List<Integer> cipherSuites) {
    /// Forward secrecy, authenticated encryption: what TLS 1.2 should use.
    static final int ECDHE_ECDSA_AES_128_GCM_SHA256 = 0xc02b;

    /// Forward secrecy; every version from 1.0 on knows it.
    static final int ECDHE_ECDSA_AES_128_CBC_SHA = 0xc009;

    /// What every server of the time of TLS 1.0 had.
    static final int RSA_AES_128_CBC_SHA = 0x002f;

    private static final int RECORD_ALERT = 21;
    private static final int RECORD_HANDSHAKE = 22;

    ClientHello {
        cipherSuites = List.copyOf(cipherSuites);
    }

    /// How a server answers it.
    sealed interface Answer {
        /// It goes on.
        ///
        /// @param version the one that it chose
        record ServerHello(int version) implements Answer {}

        /// It ends the connection.
        ///
        /// @param level 2 is fatal
        /// @param description such as 70, protocol_version, or 40, handshake_failure
        record Alert(int level, int description) implements Answer {}

        /// It ends the connection without a word, or says something that is no TLS.
        ///
        /// @param firstByte of what it says; -1 where it says nothing
        record NoTls(int firstByte) implements Answer {}
    }

    /// Says it to the port of this machine, and reads the first record of the answer.
    Answer sayTo(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(record());
            socket.getOutputStream().flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int kind = in.read();
            if (kind != RECORD_ALERT && kind != RECORD_HANDSHAKE) {
                return new Answer.NoTls(kind);
            }
            in.readUnsignedShort();
            byte[] body = new byte[in.readUnsignedShort()];
            in.readFully(body);
            return kind == RECORD_ALERT
                    ? new Answer.Alert(body[0], body[1])
                    : new Answer.ServerHello(Byte.toUnsignedInt(body[4]) << 8 | body[5]);
        }
    }

    private byte[] record() {
        Bytes body = new Bytes().two(version).times(32, 7).one(0);
        body.two(2 * cipherSuites.size());
        cipherSuites.forEach(body::two);
        body.one(1).one(0).list(extensions());
        Bytes handshake = new Bytes().one(1).one(0).list(body);
        return new Bytes().one(RECORD_HANDSHAKE).two(0x0301).list(handshake).toByteArray();
    }

    private static Bytes extensions() {
        Bytes groups = new Bytes().two(4).two(0x001d).two(0x0017);
        Bytes points = new Bytes().one(1).one(0);
        Bytes signatures = new Bytes().two(6).two(0x0403).two(0x0804).two(0x0401);
        return new Bytes().two(10).list(groups).two(11).list(points).two(13).list(signatures);
    }

    /// Bytes in the making.
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes one(int value) {
            out.write(value);
            return this;
        }

        Bytes two(int value) {
            return one(value >> 8).one(value);
        }

        Bytes times(int count, int value) {
            for (int i = 0; i < count; i++) {
                one(value);
            }
            return this;
        }

        /// Length in two bytes, then the bytes.
        Bytes list(Bytes other) {
            two(other.out.size());
            out.writeBytes(other.toByteArray());
            return this;
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}
