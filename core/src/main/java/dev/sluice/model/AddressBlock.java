// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.util.Optional;
import java.util.regex.Pattern;

/// All addresses that begin with the same bits, as CIDR writes them: `10.0.0.0/8`. IPv4 and IPv6
/// are apart: `::/0` has no IPv4 address in it.
///
/// @param first the lowest address; the bits after the prefix are zero
/// @param prefixBits how many bits are the same, 0 to the width of the address
public record AddressBlock(NetworkAddress first, int prefixBits) {
    private static final Pattern PREFIX = Pattern.compile("0|[1-9]\\d{0,2}");

    /// Throws [IllegalArgumentException] for a prefix out of bounds, or bits after it.
    public AddressBlock {
        if (prefixBits < 0 || prefixBits > first.bits() || !first.equals(cut(first, prefixBits))) {
            throw new IllegalArgumentException(first + "/" + prefixBits + " is not a block");
        }
    }

    /// The block around an address.
    ///
    /// @param prefixBits at most the width of the address
    public static AddressBlock around(NetworkAddress address, int prefixBits) {
        return new AddressBlock(cut(address, prefixBits), prefixBits);
    }

    /// Reads `ADDRESS/BITS`, or an address alone, which is a block of one. An address with bits
    /// after its prefix is none, for whoever wrote it meant something else.
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return NetworkAddress.parse(text).map(one -> new AddressBlock(one, one.bits()));
        }
        String prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(prefix);
        return NetworkAddress.parse(text.substring(0, slash))
                .filter(first -> bits <= first.bits() && first.equals(cut(first, bits)))
                .map(first -> new AddressBlock(first, bits));
    }

    /// Whether an address is one of the block.
    public boolean contains(NetworkAddress address) {
        return address.bits() == first.bits() && cut(address, prefixBits).equals(first);
    }

    private static NetworkAddress cut(NetworkAddress address, int prefixBits) {
        return new NetworkAddress(
                address.bits(),
                address.high() & mask(Math.min(prefixBits, Long.SIZE)),
                address.low() & mask(Math.max(prefixBits - Long.SIZE, 0)));
    }

    /// A shift by the whole width would shift by nothing.
    private static long mask(int ones) {
        return ones == 0 ? 0 : -1L << (Long.SIZE - ones);
    }

    /// As CIDR writes it, with the prefix.
    @Override
    public String toString() {
        return first + "/" + prefixBits;
    }
}
