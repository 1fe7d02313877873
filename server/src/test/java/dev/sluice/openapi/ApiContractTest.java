// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the contract lets through, and that it cannot be broken unnoticed.
final class ApiContractTest {
    private static final String DATABASE =
            "{\"id\":7,\"name\":\"home\",\"maxTables\":1,\"maxColumnsPerTable\":2,"
                    + "\"retentionPeriod\":3}";
    private static final String ACCOUNT =
            "/accounts/0e7c5b5c-8a34-4f3a-9a3d-6f0c5a1e2b10"
                    + "/clusters/5d1a1c4e-2f6b-4b8e-8b6a-1c2d3e4f5a6b";

    private final ApiContract contract = new ApiContract(ApiDocument.load());
    private final Map<String, List<String>> headers =
            new TreeMap<>(
                    Map.of(
                            "x-request-id", List.of("1"),
                            "content-type", List.of("application/json")));

    private static HttpHeaders headers(Map<String, List<String>> headers) {
        return HttpHeaders.of(headers, (_, _) -> true);
    }

    private List<String> offences(
            String method, String path, String request, int status, String body) {
        return contract.offences(
                new Exchange(
                        method,
                        URI.create("http://localhost/api/v0" + path),
                        headers(
                                Map.of(
                                        "authorization", List.of("Bearer x"),
                                        "content-type", List.of("application/json"))),
                        request,
                        status,
                        headers(headers),
                        body));
    }

    private List<String> created(String request, String body) {
        return offences("POST", "/databases", request, 200, body);
    }

    private static String error(int code, String message) {
        return "{\"code\":%d,\"message\":\"%s\"}".formatted(code, message);
    }

    @Test
    void letsThroughWhatIsDocumented() {
        assertThat(created("{\"name\":\"home\"}", DATABASE)).isEmpty();
        assertThat(offences("GET", "/databases?status=all", "", 200, "[" + DATABASE + "]"))
                .isEmpty();
        assertThat(offences("GET", ACCOUNT + "/databases", "", 200, "[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"maxTables\":null,\"partitionTemplate\":[],\"stranger\":1}",
                "{\"name\":\"plant/7d\",\"retentionPeriod\":9223372036854775807}"
            })
    void letsThroughWhatARequestMaySay(String request) {
        assertThat(created(request, DATABASE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"name\":\"a b\"}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"a\",\"maxTables\":0}",
                "{\"name\":\"a\",\"maxTables\":2147483648}",
                "{\"name\":\"a\",\"maxColumnsPerTable\":1001}",
                "{\"name\":\"a\",\"retentionPeriod\":-1}",
                "{\"name\":\"a\",\"partitionTemplate\":[{\"type\":\"tag\",\"value\":\"b\"}]}",
                "{\"name\":\"a\",\"partitionTemplate\":[{\"type\":\"time\",\"value\":\"%H\"}]}"
            })
    void aRequestOutsideTheDocumentMustNotSucceed(String request) {
        assertThat(created(request, DATABASE)).isNotEmpty();
        assertThat(offences("POST", "/databases", request, 400, error(400, "no"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"maxTables\":1|\"maxTables\":1,\"owner\":\"x\"",
                "\"maxTables\":1|\"maxTables\":1,\"partitionTemplate\":null",
                "\"maxTables\":1|\"maxTables\":1,\"partitionTemplate\":[]",
                "\"maxTables\":1|\"maxTables\":1,\"deletedAt\":\"2026-01-02T03:04:05.006Z\"",
                "\"maxTables\":1|\"maxTables\":\"1\"",
                "\"maxTables\":1,|''",
                "\"id\":7|\"id\":0"
            })
    void anAnswerHasItsMembersAndNoOthers(String member, String other) {
        assertThat(created("{\"name\":\"home\"}", DATABASE.replace(member, other))).isNotEmpty();
    }

    @Test
    void theAccountFormHasItsMembersEverywhere() {
        assertThat(offences("GET", ACCOUNT + "/databases", "", 200, "[" + DATABASE + "]"))
                .isNotEmpty();
    }

    @Test
    void aStatusIsDocumentedOrAnOffence() {
        assertThat(created("{\"name\":\"home\"}", DATABASE)).isEmpty();
        assertThat(offences("POST", "/databases", "{\"name\":\"home\"}", 201, DATABASE))
                .containsExactly("status 201 is not documented");
        assertThat(offences("GET", "/databases", "", 409, error(409, "no")))
                .containsExactly("status 409 is not documented");
    }

    @Test
    void anErrorHasItsFormAndItsCode() {
        assertThat(offences("GET", "/cluster", "", 400, error(400, "no"))).isEmpty();
        assertThat(offences("GET", "/cluster", "", 400, error(404, "no"))).isNotEmpty();
        assertThat(offences("GET", "/cluster", "", 400, "{\"code\":400}")).isNotEmpty();
        assertThat(offences("GET", "/cluster", "", 400, "no")).isNotEmpty();
        assertThat(offences("GET", "/cluster", "", 403, error(403, "because"))).isNotEmpty();
        headers.put("content-type", List.of("text/plain"));
        assertThat(offences("GET", "/cluster", "", 400, error(400, "no")))
                .containsExactly("content type \"text/plain\" is not documented");
    }

    @Test
    void headersAreThereAndAsDocumented() {
        assertThat(offences("GET", "/cluster", "", 401, error(401, "unauthorized")))
                .containsExactly("header WWW-Authenticate is there 0 times");
        headers.put("www-authenticate", List.of("Basic"));
        assertThat(offences("GET", "/cluster", "", 401, error(401, "unauthorized"))).isNotEmpty();
        headers.put("www-authenticate", List.of("Bearer"));
        assertThat(offences("GET", "/cluster", "", 401, error(401, "unauthorized"))).isEmpty();
        assertThat(offences("GET", "/users", "", 200, "[]"))
                .containsExactly("header www-authenticate is not documented");
    }

    @Test
    void laterIsSaidInSeconds() {
        assertThat(offences("GET", "/cluster", "", 503, error(503, "later"))).isNotEmpty();
        headers.put("retry-after", List.of("soon"));
        assertThat(offences("GET", "/cluster", "", 503, error(503, "later"))).isNotEmpty();
        headers.put("retry-after", List.of("5"));
        assertThat(offences("GET", "/cluster", "", 503, error(503, "later"))).isEmpty();
    }

    @Test
    void everyAnswerHasARequestId() {
        headers.remove("x-request-id");

        assertThat(offences("GET", "/users", "", 200, "[]"))
                .containsExactly("header X-Request-Id is there 0 times");
    }

    @Test
    void whatIsDoneHasNoBody() {
        headers.remove("content-type");
        assertThat(offences("DELETE", "/databases/a%2Fb", "", 204, "")).isEmpty();
        assertThat(offences("DELETE", "/databases/a%2Fb", "", 204, "{}"))
                .containsExactly("a body where none is documented");
    }

    @Test
    void parametersThatSucceedAreAsDocumented() {
        headers.remove("content-type");
        assertThat(offences("DELETE", "/databases/a%20b", "", 204, "")).isNotEmpty();
        headers.put("content-type", List.of("application/json"));
        assertThat(offences("GET", "/databases?status=gone", "", 200, "[]")).isNotEmpty();
        assertThat(offences("PUT", "/databases/x/undelete", "", 200, DATABASE)).isNotEmpty();
        assertThat(offences("PUT", "/databases/7/undelete", "", 200, DATABASE)).isEmpty();
    }

    @Test
    void whatIsNotThereSaysSo() {
        assertThat(offences("GET", "/nothing", "", 404, error(404, "not found"))).isEmpty();
        assertThat(offences("GET", "/nothing", "", 200, "[]")).isNotEmpty();
        assertThat(offences("PUT", "/tokens", "", 404, error(404, "not found"))).isNotEmpty();
        assertThat(offences("PUT", "/tokens", "", 405, error(405, "method not allowed")))
                .isNotEmpty();
        headers.put("allow", List.of("POST, GET"));
        assertThat(offences("PUT", "/tokens", "", 405, error(405, "method not allowed"))).isEmpty();
        headers.put("allow", List.of("GET"));
        assertThat(offences("PUT", "/tokens", "", 405, error(405, "method not allowed")))
                .isNotEmpty();
    }

    @Test
    void nothingSucceedsWithoutACredential() {
        assertThat(
                        contract.offences(
                                new Exchange(
                                        "GET",
                                        URI.create("http://localhost/api/v0/users"),
                                        headers(Map.of()),
                                        "",
                                        200,
                                        headers(headers),
                                        "[]")))
                .containsExactly("succeeds without a bearer token");
    }
}
