// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dist.manual.ManualPage;
import dev.sluice.testkit.Golden;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/// The manual pages of both programs, as readers and, where it is there, as groff sees them.
final class ManualTest {
    private static final Path GROFF = Path.of("/usr/bin/groff");

    @Test
    void tellsOfTheServer() throws IOException {
        Golden.check("sluice.1", page("sluice").text());
    }

    @Test
    void tellsOfACommandOfTheCommandLine() throws IOException {
        Golden.check("influxctl-token-create.1", page("influxctl-token-create").text());
    }

    @Test
    void hasAPageForEachCommand() throws IOException {
        assertThat(pages().map(ManualPage::name))
                .contains("influxctl", "influxctl-token", "influxctl-query", "sluice-serve")
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.endsWith("-help"));
    }

    /// Each begins a line of the help and a paragraph of the manual, and both are wrapped as wide
    /// as they are shown.
    @Test
    void noSentenceIsBrokenByHand() {
        assertThat(Product.ALL.stream().map(Extras::commands).flatMap(ManualTest::descriptions))
                .isNotEmpty()
                .allMatch(text -> text.isBlank() || text.matches("(?s)\\P{Ll}.*\\."));
    }

    private static Stream<String> descriptions(CommandLine command) {
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        return Stream.of(
                        Arrays.stream(spec.usageMessage().description()),
                        spec.args().stream().flatMap(each -> Arrays.stream(each.description())),
                        command.getSubcommands().values().stream()
                                .flatMap(ManualTest::descriptions))
                .flatMap(Function.identity());
    }

    @TestFactory
    Stream<DynamicTest> groffFindsNothingWrong() throws IOException {
        return pages().map(page -> DynamicTest.dynamicTest(page.name(), () -> format(page)));
    }

    /// Without groff the form is still looked at: a control line that is no macro of man(7) would
    /// be left out by any formatter without a word.
    private static void format(ManualPage page) throws IOException, InterruptedException {
        assertThat(page.text().lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                .allMatch(line -> line.matches("\\.(TH|SH|TP|PP)( .*)?"));
        if (!Files.isExecutable(GROFF)) {
            return;
        }
        Process groff =
                new ProcessBuilder(GROFF.toString(), "-man", "-ww", "-Tutf8", "-z")
                        .redirectErrorStream(true)
                        .start();
        try (OutputStream input = groff.getOutputStream()) {
            input.write(page.text().getBytes(UTF_8));
        }
        String said = new String(groff.getInputStream().readAllBytes(), UTF_8);
        assertThat(groff.waitFor()).isZero();
        assertThat(said).isEmpty();
    }

    private static ManualPage page(String name) throws IOException {
        return pages().filter(page -> page.name().equals(name)).findFirst().orElseThrow();
    }

    private static Stream<ManualPage> pages() throws IOException {
        ManualPage.Heading heading = new ManualPage.Heading("2026-01-01", "sluice 9.8.7", "Sluice");
        Stream.Builder<List<ManualPage>> all = Stream.builder();
        for (Product product : Product.ALL) {
            String roff = Resources.text("manual/" + product.name() + ".roff");
            all.add(
                    ManualPage.all(
                            Extras.commands(product), heading, new ManualPage.Appendix(roff)));
        }
        return all.build().flatMap(List::stream);
    }
}
