// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// The Chromium of this machine without a window, with a fresh profile: clicks and types as a
/// person does.
final class ChromiumBrowser implements AutoCloseable {
    private static final Duration PAGE_PATIENCE = Duration.ofSeconds(60);
    private static final List<String> BROWSERS =
            List.of(
                    "chromium",
                    "chromium-browser",
                    "google-chrome",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                    "/Applications/Chromium.app/Contents/MacOS/Chromium");
    private static final List<String> DRIVERS = List.of("chromedriver");
    private static final List<String> QUIETLY =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final ChromeDriver driver;

    private ChromiumBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /// Starts the browser.
    ///
    /// @param profile an empty directory for what it keeps
    /// @throws AssertionError with what to install, where there is no browser or no driver
    static ChromiumBrowser start(Path profile) {
        Path browser = require("a browser", BROWSERS);
        Path program = require("chromedriver", DRIVERS);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(program.toFile())
                        .usingAnyFreePort()
                        .build();
        var options = new ChromeOptions();
        options.setBinary(browser.toFile());
        options.addArguments(QUIETLY);
        options.addArguments("--user-data-dir=" + profile);
        options.setImplicitWaitTimeout(PAGE_PATIENCE);
        return new ChromiumBrowser(new ChromeDriver(service, options));
    }

    /// Opens an address.
    void open(String address) {
        driver.get(address);
    }

    /// Types into the field once it is there.
    void type(By field, String text) {
        driver.findElement(field).sendKeys(text);
    }

    /// Presses the button once it is there.
    void press(By button) {
        driver.findElement(button).click();
    }

    /// Waits until the element is there.
    void awaitElement(By element) {
        driver.findElement(element);
    }

    /// The text that can be read on the page.
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Path require(String what, List<String> names) {
        return names.stream()
                .flatMap(ChromiumBrowser::places)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(
                                ("found no %s for the test with a real browser; on Debian"
                                                + " run \"apt-get install chromium"
                                                + " chromium-driver\", on macOS \"brew"
                                                + " install --cask google-chrome"
                                                + " chromedriver\"")
                                        .formatted(what)));
    }

    private static Stream<Path> places(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory).resolve(name));
    }
}
