// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sluice.http.Endpoint;
import dev.sluice.http.Routes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import org.apache.arrow.flight.impl.FlightServiceGrpc;

/// What a server that answers no queries says to Flight clients: UNAVAILABLE, to every method.
public final class FlightElsewhere implements Endpoint {
    private final String sentence;

    /// @param sentence says where to go
    public FlightElsewhere(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public void mount(Routes routes) {
        ServerServiceDefinition.Builder service =
                ServerServiceDefinition.builder(FlightServiceGrpc.SERVICE_NAME);
        ServerCallHandler<byte[], byte[]> refusing =
                (call, _) -> {
                    call.close(Status.UNAVAILABLE.withDescription(sentence), new Metadata());
                    return new ServerCall.Listener<>() {};
                };
        for (MethodDescriptor<?, ?> method :
                FlightServiceGrpc.getServiceDescriptor().getMethods()) {
            service.addMethod(
                    ServerMethodDefinition.create(
                            method.toBuilder(new ByteMessages(), new ByteMessages()).build(),
                            refusing));
        }
        routes.mount(GrpcService.builder().addService(service.build()).build());
    }
}
