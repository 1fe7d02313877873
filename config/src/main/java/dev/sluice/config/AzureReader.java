// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.config.AzureConfig.Account;
import dev.sluice.model.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `bucket` and `azure` of the section `objectStore`, and the variables that Azure's own
/// tools have for what is not there.
final class AzureReader {
    private static final String ACCOUNT = "account";
    private static final String ACCESS_KEY = "accessKey";

    private final Section section;
    private final Map<String, String> environment;
    private final Findings findings;

    private AzureReader(Section section, Map<String, String> environment, Findings findings) {
        this.section = section;
        this.environment = environment;
        this.findings = findings;
    }

    /// A text of the section, else of the variable.
    ///
    /// @param text empty where nobody says it
    private record Given(String text, String key, boolean isVariable) {}

    /// The container; null when something is wrong and was told.
    ///
    /// @param store the section `objectStore`
    static @Nullable AzureConfig read(
            Section store, Map<String, String> environment, Findings findings) {
        store.rejectUnknown(BucketReader.MEMBERS);
        String bucket = store.requireText(BucketReader.BUCKET);
        Section section = store.requireSection(BucketReader.AZURE);
        if (section == null) {
            return null;
        }
        section.rejectUnknown(Set.of(ACCOUNT, ACCESS_KEY));
        Account account = new AzureReader(section, environment, findings).account();
        return bucket == null ? null : new AzureConfig(bucket, account);
    }

    private @Nullable Account account() {
        Given account = find(ACCOUNT, AzureConfig.ACCOUNT_VARIABLE);
        Given accessKey = find(ACCESS_KEY, AzureConfig.KEY_VARIABLE);
        // It becomes a part of an address.
        if (!account.text.matches("|[a-z0-9]{3,24}")) {
            refuse(account, "must be 3 to 24 lower-case letters and digits");
        }
        if (!isBase64(accessKey.text)) {
            refuse(accessKey, "must be a key of the account, in Base64");
        }
        return account.text.isEmpty() || accessKey.text.isEmpty()
                ? null
                : new Account(account.text, Secret.of(accessKey.text));
    }

    private Given find(String key, String variable) {
        SensitiveText given = SensitiveText.read(section, key);
        if (!given.text().isBlank()) {
            return new Given(given.text().strip(), section.pathOf(key), false);
        }
        String text = environment.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            given.warn(section, key, "give it in " + variable, findings);
        }
        return new Given(text, variable, true);
    }

    private static boolean isBase64(String text) {
        try {
            byte[] _ = Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void refuse(Given given, String rule) {
        String message = given.key + " " + rule;
        if (given.isVariable) {
            findings.refuse("environment", given.key, message);
        } else {
            findings.refuse(section.node(), given.key, message);
        }
    }
}
