// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.model.Permission;
import dev.sluice.model.Problem;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Judges each kind of change against a snapshot, as [CatalogChange] says. Pure: reads no store and
/// no clock.
final class ChangeRules {
    private ChangeRules() {}

    static Ruling judge(TreeSnapshot snapshot, CatalogChange change) {
        ChangePlan plan = new ChangePlan(snapshot);
        Problem broken =
                switch (change) {
                    case CatalogChange.CreateDatabase create -> DatabaseRules.create(plan, create);
                    case CatalogChange.UpdateDatabase update -> DatabaseRules.update(plan, update);
                    case CatalogChange.RenameDatabase rename -> DatabaseRules.rename(plan, rename);
                    case CatalogChange.DeleteDatabase delete -> DatabaseRules.delete(plan, delete);
                    case CatalogChange.UndeleteDatabase undelete ->
                            DatabaseRules.undelete(plan, undelete);
                    case CatalogChange.ForgetDatabase forget -> DatabaseRules.forget(plan, forget);
                    case CatalogChange.CreateTable create -> TableRules.create(plan, create);
                    case CatalogChange.RenameTable rename -> TableRules.rename(plan, rename);
                    case CatalogChange.DeleteTable delete -> TableRules.delete(plan, delete);
                    case CatalogChange.UndeleteTable undelete ->
                            TableRules.undelete(plan, undelete);
                    case CatalogChange.ForgetTable forget -> TableRules.forget(plan, forget);
                    case CatalogChange.ExtendSchema extend -> SchemaRules.extend(plan, extend);
                    case CatalogChange.AddFiles add -> FileRules.add(plan, add);
                    case CatalogChange.ReplaceFiles replace -> FileRules.replace(plan, replace);
                    case CatalogChange.DeleteFiles delete -> FileRules.delete(plan, delete);
                    case CatalogChange.ForgetFiles forget -> FileRules.forget(plan, forget);
                    case CatalogChange.SkipPartition skip -> FileRules.skip(plan, skip);
                    case CatalogChange.RetryPartition retry -> FileRules.retry(plan, retry);
                    case CatalogChange.PassIdentifier(long id) -> {
                        plan.pass(id);
                        yield null;
                    }
                    case CatalogChange.RenumberTable renumber ->
                            TableRules.renumber(plan, renumber);
                    case CatalogChange.CreateToken create -> createToken(plan, create);
                    case CatalogChange.UpdateToken update -> updateToken(plan, update);
                    case CatalogChange.RevokeToken revoke -> revokeToken(plan, revoke);
                    case CatalogChange.ReplaceUsers replace ->
                            AdministrationRules.replaceUsers(plan, replace);
                    case CatalogChange.CreateManagementToken create ->
                            AdministrationRules.createToken(plan, create);
                    case CatalogChange.RevokeManagementToken revoke ->
                            AdministrationRules.revokeToken(plan, revoke);
                };
        if (broken == null) {
            broken = RowTexts.broken(plan.rows());
        }
        return broken == null ? new Ruling.Allowed(plan) : new Ruling.Refused(broken);
    }

    private static @Nullable Problem createToken(
            ChangePlan plan, CatalogChange.CreateToken create) {
        if (plan.after().findToken(create.id()).isPresent()
                || plan.after().findTokenBySha512(create.sha512()).isPresent()) {
            return Problem.conflict(
                    "token_exists", "token " + create.id() + " is in the catalog already");
        }
        plan.add(
                new CatalogRow.NewToken(
                        new TokenEntry(
                                create.id(),
                                create.description(),
                                create.permissions(),
                                create.sha512(),
                                create.createdAt().truncatedTo(ChronoUnit.MILLIS),
                                create.expiresAt() == null
                                        ? null
                                        : create.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                                null)));
        return null;
    }

    private static @Nullable Problem updateToken(
            ChangePlan plan, CatalogChange.UpdateToken update) {
        TokenEntry token = plan.after().findToken(update.id()).orElse(null);
        if (token == null) {
            return tokenNotFound(update.id());
        }
        if (!token.isLive(update.now())) {
            return Problem.conflict(
                    "token_ended", "token " + update.id() + " is revoked or expired");
        }
        List<Permission> permissions = update.permissions();
        TokenEntry changed =
                token.described(
                        Objects.requireNonNullElse(update.description(), token.description()),
                        permissions == null ? token.permissions() : permissions);
        if (!changed.equals(token)) {
            plan.add(new CatalogRow.TokenChanged(changed));
        }
        return null;
    }

    private static @Nullable Problem revokeToken(
            ChangePlan plan, CatalogChange.RevokeToken revoke) {
        TokenEntry token = plan.after().findToken(revoke.id()).orElse(null);
        if (token == null) {
            return tokenNotFound(revoke.id());
        }
        if (token.revokedAt() == null) {
            plan.add(
                    new CatalogRow.TokenRevoked(
                            token.revoked(revoke.revokedAt().truncatedTo(ChronoUnit.MILLIS))));
        }
        return null;
    }

    private static Problem tokenNotFound(UUID id) {
        return Problem.notFound("token_not_found", "token " + id + " not found");
    }
}
