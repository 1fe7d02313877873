// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.Influxctl.Result;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The steps of the tour: each prints its command and the answer, and ends the tour when the answer
/// is not the right one.
final class TourScript {
    private static final String DATABASE = "tour";
    private static final String TOKEN_PREFIX = "apiv1_";
    private static final Pattern TOKEN_ID =
            Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:=$-]+");

    private final Commands influxctl;
    private final PrintStream results;
    private final Path points;

    /// Token texts by the name that stands for them in printed commands.
    private final Map<String, String> tokens = new LinkedHashMap<>();

    /// @param points a file of line protocol with times in seconds
    TourScript(Commands influxctl, PrintStream results, Path points) {
        this.influxctl = influxctl;
        this.results = results;
        this.points = points;
    }

    /// Plays every step.
    ///
    /// @throws dev.sluice.model.ProblemException *conflict* at the first wrong answer
    void play() throws IOException, InterruptedException {
        signIn();
        succeed("Databases are made by administrators.", "database", "create", DATABASE);
        String writerId =
                createToken(
                        "The identity token is kept, so there is no second sign-in.",
                        "WRITER",
                        "--read-database",
                        "--write-database");
        createToken("This token may only read.", "READER", "--read-database");
        writeAndQuery();
        refuse(
                "A token that may only read cannot write.",
                "write",
                "--database",
                DATABASE,
                "--token",
                "$READER",
                "home,room=Attic temp=99");
        succeed("Tokens are revoked at once.", "token", "revoke", "--force", writerId);
        refuse(
                "The revoked token is refused.",
                "query",
                "--database",
                DATABASE,
                "--token",
                "$WRITER",
                "SELECT * FROM home");
        finish(writerId);
    }

    private void signIn() throws IOException, InterruptedException {
        Result first =
                succeed(
                        "The first command sends the person to the identity provider.",
                        "token",
                        "list");
        require(first.askedToSignIn(), "a sign-in before the list", first);
        require(!TOKEN_ID.matcher(first.output()).find(), "an empty list", first);
    }

    private String createToken(String story, String name, String... grants)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("token", "create"));
        for (String grant : grants) {
            arguments.add(grant);
            arguments.add(DATABASE);
        }
        arguments.add("tour " + name.toLowerCase(Locale.ROOT));
        Result result = succeed(story, arguments.toArray(String[]::new));
        require(!result.askedToSignIn(), "no second sign-in", result);
        String token = result.output().lines().reduce("", (_, last) -> last);
        require(token.startsWith(TOKEN_PREFIX), "a token in the last line", result);
        tokens.put("$" + name, token);
        Matcher id = TOKEN_ID.matcher(result.output());
        require(id.find(), "the token's ID", result);
        return id.group();
    }

    private void writeAndQuery() throws IOException, InterruptedException {
        succeed(
                "Points are written with a database token.",
                "write",
                "--database",
                DATABASE,
                "--token",
                "$WRITER",
                "--precision",
                "s",
                points.toString());
        Result means =
                succeed(
                        "And queried in SQL.",
                        "query",
                        "--database",
                        DATABASE,
                        "--token",
                        "$READER",
                        "SELECT room, avg(temp) AS temp, count(*) AS points FROM home GROUP BY room"
                                + " ORDER BY room");
        require(
                means.output().contains("22.6230769230769")
                        && means.output().contains("22.1692307692307"),
                "the means 22.62 (Kitchen) and 22.17 (Living Room)",
                means);
    }

    private void finish(String revokedId) throws IOException, InterruptedException {
        Result rooms =
                succeed(
                        "Nothing of the refused write was stored.",
                        "query",
                        "--database",
                        DATABASE,
                        "--token",
                        "$READER",
                        "SELECT count(*) AS points FROM home");
        require(rooms.output().contains("26"), "26 points", rooms);
        Result list = succeed("The list holds what is left.", "token", "list");
        require(
                list.output().contains("tour reader") && !list.output().contains(revokedId),
                "the reader's token alone",
                list);
    }

    private Result succeed(String story, String... arguments)
            throws IOException, InterruptedException {
        Result result = run(story, arguments);
        require(result.status() == 0, "exit status 0", result);
        return result;
    }

    private void refuse(String story, String... arguments)
            throws IOException, InterruptedException {
        Result result = run(story, arguments);
        require(result.status() == 1, "exit status 1", result);
        require(result.talk().contains("forbidden"), "the word forbidden", result);
    }

    private Result run(String story, String... arguments) throws IOException, InterruptedException {
        results.println();
        results.println("# " + story);
        results.println("$ influxctl " + shown(arguments));
        results.flush();
        Result result =
                influxctl.run(
                        List.of(arguments).stream()
                                .map(word -> tokens.getOrDefault(word, word))
                                .toList());
        results.print(result.talk());
        if (result.askedToSignIn()) {
            results.println("[the person signs in on that page and grants access]");
        }
        results.print(result.output());
        results.flush();
        return result;
    }

    private static String shown(String... arguments) {
        return List.of(arguments).stream()
                .map(word -> PLAIN_WORD.matcher(word).matches() ? word : "\"" + word + "\"")
                .collect(Collectors.joining(" "));
    }

    private static void require(boolean right, String expected, Result result) {
        if (!right) {
            throw Problem.conflict(
                            "tour_wrong_answer",
                            "the tour ends here: expected %s, got exit status %d and the answer above"
                                    .formatted(expected, result.status()))
                    .asException();
        }
    }

    /// What the script needs of [Influxctl].
    @FunctionalInterface
    interface Commands {
        /// Runs one command, signing in where it asks for that.
        Result run(List<String> arguments) throws IOException, InterruptedException;
    }
}
