// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;

/// Asks `/query` of a server as clients of version 1 do.
///
/// @param server whom
/// @param token with what
record QueryClient(DataServer server, String token) {

    /// Parameters as they stand in a URL or a form.
    ///
    /// @param parameters names and values in turns
    static String encoded(String... parameters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            text.append(i == 0 ? "" : "&")
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], UTF_8));
        }
        return text.toString();
    }

    HttpResponse<String> get(String... parameters) throws Exception {
        return server.send(
                "GET", "/query?" + encoded(parameters), "Authorization", "Token " + token);
    }

    HttpResponse<String> accepting(String accept, String... parameters) throws Exception {
        return server.send(
                "GET",
                "/query?" + encoded(parameters),
                "Authorization",
                "Token " + token,
                "Accept",
                accept);
    }

    /// The body of an answer with status 200, without the newline at its end.
    static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).endsWith("\n");
        return answer.body().substring(0, answer.body().length() - 1);
    }

    /// What one statement about the database `db` gives, its number left out.
    String result(String statement, String... parameters) throws Exception {
        String[] all = new String[parameters.length + 4];
        all[0] = "db";
        all[1] = "db";
        all[2] = "q";
        all[3] = statement;
        System.arraycopy(parameters, 0, all, 4, parameters.length);
        String body = ok(get(all));
        assertThat(body).startsWith("{\"results\":[{\"statement_id\":0").endsWith("}]}");
        return body.substring("{\"results\":[{\"statement_id\":0".length(), body.length() - 3)
                .replaceFirst("^,", "");
    }

    /// As [#result], of which nothing but the rows of one series is told.
    String values(String statement, String... parameters) throws Exception {
        String result = result(statement, parameters);
        int begin = result.indexOf("\"values\":");
        assertThat(begin).as(result).isPositive();
        return result.substring(begin + "\"values\":".length(), result.length() - "}]".length());
    }
}
