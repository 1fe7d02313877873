// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/// An IP address as a plain value. An IPv4 address that comes wrapped into IPv6 (`::ffff:1.2.3.4`)
/// is the IPv4 address, so that nobody has two.
///
/// @param bits 32 or 128
/// @param high the first 64 bits; an IPv4 address fills the upper half
/// @param low the last 64 bits; zero for IPv4
public record NetworkAddress(int bits, long high, long low) {
    /// The width of an IPv4 address.
    public static final int IPV4_BITS = 32;

    /// The width of an IPv6 address.
    public static final int IPV6_BITS = 128;

    private static final long WRAPPED_IPV4_PREFIX = 0xffffL;
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 =
            Pattern.compile("[0-9a-f:.]{2,45}", Pattern.CASE_INSENSITIVE);

    /// Throws [IllegalArgumentException] for another width, or bits beyond it.
    public NetworkAddress {
        boolean ipv4 = bits == IPV4_BITS && low == 0 && (high & 0xffff_ffffL) == 0;
        if (!ipv4 && bits != IPV6_BITS) {
            throw new IllegalArgumentException("no IP address has " + bits + " such bits");
        }
    }

    /// The address of a peer; a zone such as `%eth0` is no part of it.
    public static NetworkAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    private static NetworkAddress of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length == IPV4_BITS / Byte.SIZE) {
            return ipv4(buffer.getInt());
        }
        long high = buffer.getLong();
        long low = buffer.getLong();
        return high == 0 && low >>> IPV4_BITS == WRAPPED_IPV4_PREFIX
                ? ipv4((int) low)
                : new NetworkAddress(IPV6_BITS, high, low);
    }

    private static NetworkAddress ipv4(int value) {
        return new NetworkAddress(IPV4_BITS, (long) value << IPV4_BITS, 0);
    }

    /// Reads a literal: four decimal numbers, or IPv6 without brackets and zone. Asks no name
    /// service, and takes none of the shortened or octal forms that some parsers take for IPv4.
    public static Optional<NetworkAddress> parse(String text) {
        boolean literal =
                text.indexOf(':') < 0 ? IPV4.matcher(text).matches() : IPV6.matcher(text).matches();
        if (!literal) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(InetAddress.ofLiteral(text)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /// The literal, in the JDK's form.
    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(bits / Byte.SIZE);
        if (bits == IPV4_BITS) {
            bytes.putInt((int) (high >>> IPV4_BITS));
        } else {
            bytes.putLong(high).putLong(low);
        }
        try {
            return InetAddress.getByAddress(bytes.array()).getHostAddress();
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
