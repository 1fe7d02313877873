// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.openapi.CheckedClient;
import dev.sluice.testkit.Conforms;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What renaming, deleting and bringing back mean for the data and for those who hold tokens
/// (admin.md 5.2 to 5.5), restarts included.
final class LifecycleTest {
    private static final String ALL = "SELECT x FROM m ORDER BY x";

    @TempDir private Path directory;
    private OneServer server;
    private HttpClient client;

    @BeforeEach
    void open() {
        server = new OneServer(directory);
        client = CheckedClient.of(HttpClient.newHttpClient());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void restart() {
        server.close();
        server = new OneServer(directory);
    }

    private JsonNode administer(String method, String path, String body) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/api/v0" + path))
                                .header("Authorization", "Bearer " + server.adminToken())
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 204);
        return new JsonMapper().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private JsonNode made(String name) throws Exception {
        return administer("POST", "/databases", "{\"name\":\"" + name + "\"}");
    }

    private JsonNode token(String database) throws Exception {
        return administer(
                "POST",
                "/tokens",
                "{\"description\":\"d\",\"permissions\":" + rights(database) + "}");
    }

    private static String rights(String database) {
        return "[{\"action\":\"read\",\"resource\":\"%s\"},{\"action\":\"write\",\"resource\":\"%s\"}]"
                .formatted(database, database);
    }

    private static String text(JsonNode token) {
        return token.get("accessToken").stringValue();
    }

    private int write(String database, String token, String line) throws Exception {
        return server.write(database, token, line).statusCode();
    }

    @Test
    @Conforms({"A-174", "A-167", "D-244"})
    void aNewDatabaseOfADeletedOnesNameHasNoneOfItsData() throws Exception {
        made("plant");
        String token = text(token("plant"));
        assertThat(write("plant", token, "m x=1")).isEqualTo(204);

        administer("DELETE", "/databases/plant", "");
        assertThat(write("plant", token, "m x=2")).isEqualTo(404);
        assertThatThrownBy(() -> server.query("plant", token, ALL))
                .isInstanceOf(FlightRuntimeException.class);
        made("plant");
        assertThat(write("plant", token, "m x=3")).isEqualTo(204);

        assertThat(server.query("plant", token, ALL)).containsExactly("3.0");
        restart();
        assertThat(server.query("plant", token, ALL)).containsExactly("3.0");
    }

    @Test
    @Conforms({"A-153", "D-244"})
    void anUndeletedDatabaseHasItsDataAgain() throws Exception {
        String id = made("plant").get("id").asString();
        String token = text(token("plant"));
        write("plant", token, "m x=1");
        administer("DELETE", "/databases/plant", "");
        restart();

        administer("PUT", "/databases/" + id + "/undelete", "");

        assertThat(server.query("plant", token, ALL)).containsExactly("1.0");
    }

    @Test
    @Conforms({"A-167", "D-244"})
    void permissionsAreByNameAndDoNotFollowARename() throws Exception {
        made("plant");
        String old = text(token("plant"));
        String coming = text(token("works"));
        write("plant", old, "m x=1");

        administer("PUT", "/databases/plant/rename", "{\"name\":\"works\"}");

        assertThat(write("works", old, "m x=2")).isEqualTo(403);
        assertThat(server.query("works", coming, ALL)).containsExactly("1.0");
        made("plant");
        assertThat(write("plant", old, "m x=4")).isEqualTo(204);
        restart();
        assertThat(server.query("works", coming, ALL)).containsExactly("1.0");
        assertThat(server.query("plant", old, ALL)).containsExactly("4.0");
    }

    @Test
    @Conforms("A-168")
    void aStarCoversDatabasesThatAreMadeLater() throws Exception {
        String token = text(token("*"));
        made("later");

        assertThat(write("later", token, "m x=1")).isEqualTo(204);
        assertThat(server.query("later", token, ALL)).containsExactly("1.0");
    }

    @Test
    @Conforms({"A-176", "D-244"})
    void theOldNameOfARenamedTableGoesOnTakingWritesAndQueries() throws Exception {
        made("plant");
        String token = text(token("plant"));
        write("plant", token, "m x=1 1");

        administer("PUT", "/databases/plant/tables/m/rename", "{\"name\":\"n\"}");
        assertThat(write("plant", token, "m x=2,y=7 2")).isEqualTo(204);

        assertThat(server.query("plant", token, "SELECT x FROM n ORDER BY x"))
                .containsExactly("1.0", "2.0");
        restart();
        assertThat(server.query("plant", token, ALL)).containsExactly("1.0", "2.0");
        assertThat(administer("GET", "/databases/plant/tables", "").size()).isEqualTo(1);
    }

    @Test
    @Conforms("D-244")
    void aDeletedTableIsOutOfSightAndComesBack() throws Exception {
        made("plant");
        String token = text(token("plant"));
        write("plant", token, "m x=1 1");
        String id = administer("GET", "/databases/plant/tables", "").get(0).get("id").asString();

        administer("DELETE", "/databases/plant/tables/m", "");
        assertThatThrownBy(() -> server.query("plant", token, ALL))
                .isInstanceOf(FlightRuntimeException.class);
        restart();
        administer("PUT", "/databases/plant/tables/" + id + "/undelete", "");

        assertThat(server.query("plant", token, ALL)).containsExactly("1.0");
    }

    @Test
    @Conforms("D-244")
    void whoeverStillWritesToADeletedTableMakesANewOne() throws Exception {
        made("plant");
        String token = text(token("plant"));
        write("plant", token, "m x=1 1");
        String old = onlyTable("plant").get("id").asString();
        administer("DELETE", "/databases/plant/tables/m", "");

        assertThat(write("plant", token, "m x=9 2")).isEqualTo(204);

        assertThat(server.query("plant", token, ALL)).containsExactly("9.0");
        assertThat(onlyTable("plant").get("id").asString()).isNotEqualTo(old);
        assertThat(status("PUT", "/databases/plant/tables/" + old + "/undelete")).isEqualTo(400);
        restart();
        administer("DELETE", "/databases/plant/tables/m", "");
        administer("PUT", "/databases/plant/tables/" + old + "/undelete", "");
        assertThat(server.query("plant", token, ALL)).containsExactly("1.0");
    }

    @Test
    @Conforms("D-244")
    void whatIsBroughtBackHasItsLimitsItsTemplateAndItsRetention() throws Exception {
        String yearly = "\"partitionTemplate\":[{\"type\":\"time\",\"value\":\"%Y\"}]";
        JsonNode database =
                administer(
                        "POST",
                        "/databases",
                        "{\"name\":\"plant\",\"maxTables\":7,\"maxColumnsPerTable\":9,"
                                + "\"retentionPeriod\":36000000000000000,"
                                + yearly
                                + "}");
        String token = text(token("plant"));
        write("plant", token, "m x=1");
        JsonNode table = onlyTable("plant");
        administer("DELETE", "/databases/plant", "");
        made("plant");
        String undelete = "/databases/" + database.get("id").asString() + "/undelete";
        assertThat(status("PUT", undelete)).isEqualTo(400);

        administer("PUT", "/databases/plant/rename", "{\"name\":\"other\"}");
        administer("PUT", undelete, "");
        restart();

        JsonNode databases = administer("GET", "/databases", "");
        assertThat(databases).contains(database);
        assertThat(onlyTable("plant")).isEqualTo(table);
        assertThat(server.query("plant", token, ALL)).containsExactly("1.0");
    }

    private JsonNode onlyTable(String database) throws Exception {
        JsonNode tables = administer("GET", "/databases/" + database + "/tables", "");
        assertThat(tables.size()).isEqualTo(1);
        return tables.get(0);
    }

    private int status(String method, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/api/v0" + path))
                                .header("Authorization", "Bearer " + server.adminToken())
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void otherRightsOfATokenHoldFromTheNextRequestOn() throws Exception {
        made("plant");
        made("works");
        JsonNode token = token("plant");
        String path = "/tokens/" + token.get("id").stringValue();
        assertThat(write("plant", text(token), "m x=1")).isEqualTo(204);

        administer("PATCH", path, "{\"permissions\":" + rights("works") + "}");

        assertThat(write("plant", text(token), "m x=2")).isEqualTo(403);
        assertThat(write("works", text(token), "m x=3")).isEqualTo(204);
    }

    @Test
    @Conforms("A-177")
    void aLowerLimitOfColumnsIsForNewTables() throws Exception {
        made("plant");
        String token = text(token("plant"));
        write("plant", token, "m a=1,b=2,c=3");

        administer("PATCH", "/databases/plant", "{\"maxColumnsPerTable\":2}");

        assertThat(write("plant", token, "m d=4")).isEqualTo(204);
        assertThat(write("plant", token, "n a=1,b=2")).isEqualTo(400);
        assertThat(write("plant", token, "n a=1")).isEqualTo(204);
    }
}
