// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the configuration from all its sources and checks it whole, so that a person learns of
/// every mistake at once. Keeps nothing between calls.
public final class ConfigLoader {
    private static final String ADMIN = "admin";
    private static final String SLUICE = "sluice";

    private ConfigLoader() {}

    /// Loads and checks. A later source wins: defaults, the file, the environment, flags.
    ///
    /// A file is an AppInstance, or a bare file of the shape of its `spec.package.spec` or of the
    /// Helm values. A variable `SLUICE_…` is the path below `sluice` in capitals, such as
    /// `SLUICE_HTTP_BIND_ADDRESS` for `http.bindAddress`; of others only those of the collector and
    /// the compactor are read, and those of the accounts of Azure and Google. A flag is a path
    /// below `sluice`, such as `http.port`.
    public static ConfigLoading load(ConfigSource source) {
        Path file = source.file();
        Findings findings = new Findings(file == null ? "configuration" : file.toString());
        Section section = file == null ? null : YamlFile.read(file, findings);
        Section admin = section == null ? null : admin(section);
        Path adminFile = source.adminFile();
        Findings adminFindings = findings;
        if (adminFile != null) {
            adminFindings = new Findings(adminFile.toString());
            refuseSecond(admin, adminFile, findings);
            admin = separate(adminFile, adminFindings);
        }
        AdminConfig adminConfig = admin == null ? null : AdminReader.read(admin, adminFindings);
        InternalSigningKey signingKey =
                admin == null ? null : InternalSigningKeyReader.read(admin, adminFindings);
        BucketConfig bucket =
                section == null ? null : BucketReader.read(section, source.environment(), findings);
        Section sluice = section == null ? null : section.findSection(SLUICE);
        Settings settings = new Settings(sluice, source.environment(), source.flags(), findings);
        PostgresConfig catalog = CatalogReader.read(section, settings, findings);
        if (admin != null) {
            CatalogReader.compare(admin, catalog, adminFindings);
        }
        SluiceConfig sluiceConfig = SluiceReader.read(settings);
        CollectorConfig collector =
                CollectorReader.read(
                        CollectorReader.variables(section, source.environment(), findings));
        CompactionConfig compaction =
                CompactionReader.read(
                        CompactionReader.variables(section, source.environment(), findings));
        if (section != null && sluiceConfig.egress().certificateFile() == null) {
            OperatorEgress.warn(section, findings);
        }
        List<ConfigProblem> problems = findings.problems();
        List<ConfigProblem> warnings = findings.warnings();
        if (adminFile != null) {
            problems = joined(problems, adminFindings.problems());
            warnings = joined(warnings, adminFindings.warnings());
        }
        return problems.isEmpty()
                ? new ConfigLoading.Loaded(
                        new ServerConfig(
                                adminConfig,
                                signingKey,
                                catalog,
                                bucket,
                                sluiceConfig,
                                collector,
                                compaction),
                        warnings)
                : new ConfigLoading.Refused(problems);
    }

    private static void refuseSecond(@Nullable Section admin, Path adminFile, Findings findings) {
        if (admin != null) {
            findings.refuse(
                    admin.node(),
                    ADMIN,
                    "admin is also given by --admin-config " + adminFile + "; keep one of the two");
        }
    }

    /// The section `admin` of a file of its own.
    private static @Nullable Section separate(Path adminFile, Findings findings) {
        Section section = YamlFile.read(adminFile, findings);
        Section sluice = section == null ? null : section.findSection(SLUICE);
        if (sluice != null) {
            findings.refuse(
                    sluice.node(),
                    SLUICE,
                    "sluice is read from the file of --config, not from that of --admin-config");
        }
        return section == null ? null : admin(section);
    }

    /// A key `admin` without a value is wrong: a slip of an editor leaves one, and it would take
    /// all administrators' rights from them.
    private static @Nullable Section admin(Section section) {
        section.refuseBare(ADMIN, "a section in which nobody is an administrator is {}");
        return section.findSection(ADMIN);
    }

    private static List<ConfigProblem> joined(
            List<ConfigProblem> first, List<ConfigProblem> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
