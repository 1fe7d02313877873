// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import dev.sluice.files.FileTrouble;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.ProfileFile;
import dev.sluice.influxctl.profile.ProfileReader;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes a profile into a configuration file, and leaves everything else in it as it was: other
/// profiles, comments, and of the profile itself all but how it signs in and where its cluster is.
///
/// A file that cannot be changed that way is not changed at all: the new text is read back before
/// it takes the old one's place in one step.
public final class ProfileEditor {
    private static final Pattern PROFILE =
            Pattern.compile("\\s*\\[\\[\\s*profile\\s*]]\\s*(?:#.*)?");
    private static final Pattern HEADER = Pattern.compile("\\s*\\[.*");
    private static final Pattern AUTH =
            Pattern.compile("\\s*\\[\\s*profile\\.auth(?:\\.[A-Za-z0-9_-]+)*\\s*]\\s*(?:#.*)?");

    private final Surroundings around;

    /// @param around tells what `~` means in a profile
    public ProfileEditor(Surroundings around) {
        this.around = around;
    }

    /// What the file says now; null when there is none.
    public @Nullable ProfileFile current(Path file) {
        return Files.exists(file) ? new ProfileReader(around).read(file) : null;
    }

    /// Writes `draft`; the file is its owner's alone if it is new, or gets a client's secret.
    ///
    /// @throws ProblemException `profile_not_written`, with the text to put in by hand
    public void write(Path file, ProfileDraft draft) {
        ProfileFile before = current(file);
        try {
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Files.createDirectories(directory);
            Path written = Files.createTempFile(directory, ".config", ".toml");
            try {
                String text = before == null ? "" : Files.readString(file);
                Files.writeString(written, edited(text, before, draft));
                require(written, before, draft);
                // A file with a client's secret in it is its owner's alone, as a new one is.
                if (before != null && draft.signIn().clientSecret() == null) {
                    keepModes(file, written);
                }
                Files.move(
                        written,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            String message =
                    "cannot write " + file + ": " + FileTrouble.reason(e) + "; put this there:\n";
            throw new ProblemException(
                    Problem.unavailable("profile_not_written", message + draft.shownToml()), e);
        }
    }

    private static void keepModes(Path file, Path written) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(
                    written,
                    PosixFilePermissions.fromString(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file))));
        }
    }

    private static String edited(String text, @Nullable ProfileFile before, ProfileDraft draft) {
        int index = before == null ? -1 : indexOf(before, draft.name());
        if (index < 0) {
            String separator = text.isEmpty() ? "" : text.endsWith("\n") ? "\n" : "\n\n";
            return text + separator + draft.toml();
        }
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int from = start(lines, index);
        int to = start(lines, index + 1);
        List<String> block = changed(lines.subList(from, to), draft);
        List<String> result = new ArrayList<>(lines.subList(0, from));
        result.addAll(block);
        result.addAll(lines.subList(to, lines.size()));
        String joined = String.join("\n", result);
        return joined.endsWith("\n") ? joined : joined + "\n";
    }

    private static int indexOf(ProfileFile file, String name) {
        List<String> names = file.profiles().stream().map(Profile::name).toList();
        return names.indexOf(name);
    }

    /// The line with which the profile of that number begins; the number of lines for one too many.
    private static int start(List<String> lines, int index) {
        int seen = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (PROFILE.matcher(lines.get(i)).matches() && ++seen == index) {
                return i;
            }
        }
        return lines.size();
    }

    private static List<String> changed(List<String> block, ProfileDraft draft) {
        List<String> kept = new ArrayList<>();
        boolean inAuth = false;
        boolean inHead = true;
        for (int i = 0; i < block.size(); i++) {
            String line = block.get(i);
            if (i > 0 && HEADER.matcher(line).matches() && !isValue(line)) {
                inAuth = AUTH.matcher(line).matches();
                inHead = false;
            }
            if (!inAuth) {
                kept.add(inHead ? placed(line, draft) : line);
            }
        }
        while (!kept.isEmpty() && kept.getLast().isBlank()) {
            kept.removeLast();
        }
        kept.add("");
        kept.addAll(List.of(draft.authToml().split("\n", -1)));
        return kept;
    }

    /// A line of a list, which may begin with a bracket too.
    private static boolean isValue(String line) {
        return line.strip().endsWith(",");
    }

    private static String placed(String line, ProfileDraft draft) {
        Matcher host = Pattern.compile("(\\s*host\\s*=\\s*).*").matcher(line);
        if (host.matches()) {
            return host.group(1) + ClusterSettings.quoted(draft.host());
        }
        Matcher port = Pattern.compile("(\\s*port\\s*=\\s*).*").matcher(line);
        return port.matches() ? port.group(1) + "\"" + draft.port() + "\"" : line;
    }

    /// Reads the text back: the profile says what it was to say, the others say what they said.
    private void require(Path written, @Nullable ProfileFile before, ProfileDraft draft)
            throws IOException {
        List<Profile> others =
                before == null ? List.of() : without(before.profiles(), draft.name());
        try {
            ProfileFile after = new ProfileReader(around).read(written);
            if (says(after.require(draft.name()), draft)
                    && without(after.profiles(), draft.name()).equals(others)) {
                return;
            }
        } catch (ProblemException e) {
            throw new IOException("it is written in a way that cannot be changed here", e);
        }
        throw new IOException("it is written in a way that cannot be changed here");
    }

    private static boolean says(Profile profile, ProfileDraft draft) {
        return draft.signIn().equals(profile.oauth2())
                && profile.tokenFile() == null
                && profile.host().equals(draft.host())
                && profile.port() == draft.port()
                && profile.tls().disabled() == draft.plainHttp();
    }

    private static List<Profile> without(List<Profile> profiles, String name) {
        return profiles.stream().filter(profile -> !profile.name().equals(name)).toList();
    }
}
