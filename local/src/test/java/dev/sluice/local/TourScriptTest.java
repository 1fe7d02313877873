// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.Influxctl.Result;
import dev.sluice.model.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class TourScriptTest {
    private static final String WRITER_ID = "11111111-1111-4111-8111-111111111111";
    private static final String READER_ID = "22222222-2222-4222-8222-222222222222";
    private static final int SIGN_IN = 0;
    private static final int CREATE_WRITER = 2;
    private static final int MEANS = 5;
    private static final int READER_WRITES = 6;
    private static final int REVOKED_READS = 8;
    private static final int COUNT = 9;
    private static final int LAST_LIST = 10;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<List<String>> commands = new ArrayList<>();
    private final Deque<Result> answers =
            new ArrayDeque<>(
                    List.of(
                            new Result(0, "| ID |\n", "Open this address\n", true),
                            good("created\n"),
                            good("| id | " + WRITER_ID + " |\napiv1_writer\n"),
                            good("| id | " + READER_ID + " |\napiv1_reader\n"),
                            good(""),
                            good("Kitchen 22.623076923076926\nLiving Room 22.16923076923077\n"),
                            new Result(1, "", "error\tforbidden\n", false),
                            good("revoked\n"),
                            new Result(1, "", "error\tforbidden\n", false),
                            good("26\n"),
                            good("| " + READER_ID + " | tour reader |\n")));

    @Test
    void endsWellWhenEveryAnswerIsRight() throws IOException, InterruptedException {
        script().play();

        assertThat(answers).isEmpty();
    }

    @Test
    void usesTokensWithoutPrintingThemInCommands() throws IOException, InterruptedException {
        script().play();

        assertThat(commands.get(READER_WRITES)).contains("--token", "apiv1_reader");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("$ influxctl write --database tour --token $READER \"home,room=Attic");
    }

    @Test
    void revokesTheTokenThatItMade() throws IOException, InterruptedException {
        script().play();

        assertThat(commands).contains(List.of("token", "revoke", "--force", WRITER_ID));
    }

    @Test
    void endsWhenNobodyHadToSignIn() {
        change(SIGN_IN, _ -> good("| ID |\n"));

        assertWrong("a sign-in before the list");
    }

    @Test
    void endsWhenTheFirstListIsNotEmpty() {
        change(SIGN_IN, _ -> new Result(0, "| " + READER_ID + " |\n", "", true));

        assertWrong("an empty list");
    }

    @Test
    void endsWhenACommandAsksToSignInAgain() {
        change(CREATE_WRITER, right -> new Result(0, right.output(), "", true));

        assertWrong("no second sign-in");
    }

    @Test
    void endsWhenTheNumbersAreWrong() {
        change(MEANS, _ -> good("Kitchen 22.7\nLiving Room 22.16923076923077\n"));

        assertWrong("the means 22.62 (Kitchen) and 22.17 (Living Room)");
    }

    @Test
    void endsWhenAReaderMayWrite() {
        change(READER_WRITES, _ -> good(""));

        assertWrong("exit status 1");
    }

    @Test
    void endsWhenARevokedTokenMayRead() {
        change(REVOKED_READS, _ -> good("rows\n"));

        assertWrong("exit status 1");
    }

    @Test
    void endsWhenACommandFailsForAnotherReasonThanARefusal() {
        change(REVOKED_READS, _ -> new Result(1, "", "error\tno route to host\n", false));

        assertWrong("the word forbidden");
    }

    @Test
    void endsWhenTheRefusedPointWasStored() {
        change(COUNT, _ -> good("27\n"));

        assertWrong("26 points");
    }

    @Test
    void endsWhenTheRevokedTokenIsStillListed() {
        change(LAST_LIST, right -> good(right.output() + "| " + WRITER_ID + " | tour writer |\n"));

        assertWrong("the reader's token alone");
    }

    private void assertWrong(String expectation) {
        assertThatThrownBy(script()::play)
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("the tour ends here: expected " + expectation + ", got");
    }

    private void change(int index, UnaryOperator<Result> change) {
        List<Result> changed = new ArrayList<>(answers);
        changed.set(index, change.apply(changed.get(index)));
        answers.clear();
        answers.addAll(changed);
    }

    private TourScript script() {
        return new TourScript(
                arguments -> {
                    commands.add(arguments);
                    return answers.removeFirst();
                },
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                Path.of("home.lp"));
    }

    private static Result good(String output) {
        return new Result(0, output, "", false);
    }
}
