// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sluice.model.AddressBlock;
import dev.sluice.model.NetworkAddress;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Optional;

/// Tells from which address a request really comes, for the audit and for the limit of failed
/// attempts. `X-Forwarded-For` is written by whoever likes to, so it is believed only as far as
/// configured proxies wrote it: from the right, each proxy names who called it, and the first
/// address that is no proxy of ours is the client.
///
/// The field `Forwarded` is not read: a proxy that keeps the one field in order passes the other on
/// as the client sent it, and whoever reads both believes the client.
public final class ClientAddress {
    private static final AttributeKey<String> RESOLVED =
            AttributeKey.valueOf(ClientAddress.class, "resolved");
    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final List<AddressBlock> trustedProxies;

    /// @param trustedProxies whose word is taken
    ClientAddress(List<AddressBlock> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /// The address that the door found for a request, as the audit log has it.
    public static String of(ServiceRequestContext context) {
        String resolved = context.attr(RESOLVED);
        if (resolved == null) {
            throw new IllegalStateException("the request did not come by the door");
        }
        return resolved;
    }

    /// Finds the address and keeps it with the request.
    void resolve(ServiceRequestContext context) {
        NetworkAddress client =
                resolve(
                        NetworkAddress.of(context.remoteAddress().getAddress()),
                        context.request().headers().getAll(FORWARDED_FOR));
        context.setAttr(RESOLVED, client.toString());
    }

    /// @param peer the other end of the connection
    /// @param forwardedFor every such field, in order; each may list several addresses
    NetworkAddress resolve(NetworkAddress peer, List<String> forwardedFor) {
        if (forwardedFor.isEmpty() || !trusts(peer)) {
            return peer;
        }
        NetworkAddress client = peer;
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trusts(client); i--) {
            Optional<NetworkAddress> hop = read(hops[i].strip());
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
        }
        return client;
    }

    private boolean trusts(NetworkAddress address) {
        return trustedProxies.stream().anyMatch(block -> block.contains(address));
    }

    /// An address, perhaps with the port that some proxies add: `192.0.2.7:80`, `[2001:db8::1]:80`.
    private static Optional<NetworkAddress> read(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? Optional.empty() : NetworkAddress.parse(hop.substring(1, end));
        }
        int colon = hop.indexOf(':');
        boolean port = colon >= 0 && colon == hop.lastIndexOf(':');
        return NetworkAddress.parse(port ? hop.substring(0, colon) : hop);
    }
}
