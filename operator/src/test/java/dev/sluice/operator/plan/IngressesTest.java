// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.Resources;
import dev.sluice.testkit.Conforms;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The way in, in its three forms.
final class IngressesTest {
    private static final String TLS = "ingress: {tlsSecretName: ingress-tls}";

    private static String settings(String apiVersion, String kind) {
        return "ingress: {hosts: [db.example], template: {apiVersion: "
                + apiVersion
                + ", kind: "
                + kind
                + ", metadata: {annotations: {a: b}}}}";
    }

    private static List<JsonNode> all(String kind, String... settings) {
        List<JsonNode> found =
                Rendered.of(settings).objects().stream()
                        .filter(object -> object.getKind().equals(kind))
                        .map(Serialization::asJson)
                        .map(json -> Serialization.unmarshal(json, JsonNode.class))
                        .toList();
        assertThat(found)
                .isNotEmpty()
                .allMatch(object ->
                        object.at("/metadata/annotations/a").asText().equals("b")
                                || kind.equals("VirtualService"));
        return found;
    }

    @Test
    @Conforms("A-194")
    void ingressHasTlsOnlyWithASecret() {
        String settings = settings("networking.k8s.io/v1", "Ingress");

        assertThat(all("Ingress", settings))
                .hasSize(2)
                .noneMatch(ingress -> ingress.at("/spec").has("tls"));
        assertThat(all("Ingress", settings, TLS))
                .allSatisfy(ingress -> {
                    assertThat(ingress.at("/spec/tls/0/secretName").asText())
                            .isEqualTo("ingress-tls");
                    assertThat(ingress.at("/spec/tls/0/hosts/0").asText()).isEqualTo("db.example");
                });
    }

    @Test
    @Conforms("A-194")
    void routeHasTlsOnlyWithASecret() {
        String settings = settings("route.openshift.io/v1", "Route");

        assertThat(all("Route", settings)).noneMatch(route -> route.at("/spec").has("tls"));
        assertThat(all("Route", settings, TLS))
                .hasSize(Door.ALL.size())
                .allMatch(route ->
                        route.at("/spec/tls/externalCertificate/name")
                                .asText()
                                .equals("ingress-tls"));
    }

    @Test
    @Conforms("A-194")
    void gatewayHasTlsOnlyWithASecretAndAVirtualServiceBehindIt() {
        String settings = settings("networking.istio.io/v1beta1", "Gateway");

        JsonNode plain = all("Gateway", settings).getFirst();
        assertThat(plain.at("/spec/servers/0").has("tls")).isFalse();
        assertThat(plain.at("/spec/servers/0/port/number").asInt()).isEqualTo(80);
        JsonNode safe = all("Gateway", settings, TLS).getFirst();
        assertThat(safe.at("/spec/servers/0/tls/credentialName").asText()).isEqualTo("ingress-tls");
        assertThat(safe.at("/spec/servers/0/port/number").asInt()).isEqualTo(443);
        JsonNode service = all("VirtualService", settings).getFirst();
        assertThat(service.at("/spec/gateways/0").asText())
                .isEqualTo(plain.at("/metadata/name").asText());
        assertThat(service.at("/spec/http")).hasSize(Door.ALL.size());
    }

    /// Proxies would give a query up after a minute or less, the server after five.
    @Test
    void proxiesWaitLongerThanTheServerUnlessSomethingElseIsSaid() {
        String timeout = "nginx.ingress.kubernetes.io/proxy-read-timeout";
        for (String name : new String[] {Ingresses.HTTP, Ingresses.GRPC}) {
            assertThat(annotations(Rendered.of("ingress: {}").tree("Ingress", name)))
                    .containsEntry(timeout, "3600");
            assertThat(
                            annotations(
                                    Rendered.of(
                                                    "ingress: {template: {metadata: {annotations: {"
                                                            + timeout
                                                            + ": '7'}}}}")
                                            .tree("Ingress", name)))
                    .containsEntry(timeout, "7");
        }
        assertThat(all("Route", settings("route.openshift.io/v1", "Route")))
                .allSatisfy(route ->
                        assertThat(annotations(route))
                                .containsEntry("haproxy.router.openshift.io/timeout", "3600s"));
    }

    private static Map<String, String> annotations(JsonNode object) {
        return object.at("/metadata/annotations")
                .propertyStream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
    }

    /// To the Service of that name, behind which queriers are where there are any.
    @Test
    void queriesHaveADoorOfTheirOwn() {
        String[] settings = {"ingress: {}", Resources.QUERIERS};

        assertThat(backends(Rendered.of(settings).tree("Ingress", Ingresses.HTTP)))
                .containsEntry("/query", "iox-shared-querier")
                .containsEntry("/write", "global-router")
                .containsEntry("/api/v0", "token-management");
        assertThat(backends(Rendered.of(settings).tree("Ingress", Ingresses.GRPC)))
                .containsExactly(
                        Map.entry("/arrow.flight.protocol.FlightService", "iox-shared-querier"));
    }

    private static Map<String, String> backends(JsonNode ingress) {
        return ingress.at("/spec/rules/0/http/paths")
                .valueStream()
                .collect(
                        Collectors.toMap(
                                path -> path.get("path").asText(),
                                path -> path.at("/backend/service/name").asText()));
    }

    @Test
    void withoutTheSectionThereIsNoWayIn() {
        assertThat(Rendered.of().names())
                .noneMatch(name -> name.startsWith("Ingress/") || name.startsWith("Route/"));
    }

    @Test
    void withoutHostsAnyNameWillDo() {
        assertThat(
                        Rendered.of("ingress: {hosts: [' ']}")
                                .tree("Ingress", Ingresses.HTTP)
                                .at("/spec/rules/0")
                                .has("host"))
                .isFalse();
    }

    /// The server's own table of routes, so that nothing it answers is shut out but what processes
    /// of a cluster ask each other.
    @Test
    void everyRouteOfTheServerHasADoor() throws IOException {
        Path table = Path.of("..", "server", "src", "test", "golden", "routes.txt");
        List<String> paths =
                Files.readAllLines(table).stream()
                        .flatMap(line -> Stream.of(line.split("\\s+", -1)))
                        .filter(word -> word.startsWith("/"))
                        .toList();

        assertThat(paths)
                .isNotEmpty()
                .allMatch(path ->
                        Door.ALL.stream().anyMatch(door -> path.startsWith(door.path()))
                                != path.startsWith("/internal/"));
    }
}
