// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.SqlInfoBuilder;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlNullOrdering;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlOuterJoinsSupportLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedCaseSensitivity;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedGroupBy;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedResultSetType;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedSubqueries;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedTransaction;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedUnions;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlTransactionIsolationLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SupportedAnsi92SqlGrammarLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SupportedSqlGrammar;

/// What the server says that it can do (data.md 4.6).
final class SqlFacts {
    /// Numeric functions.
    static final List<String> NUMERIC =
            words(
                    "abs acos acosh asin asinh atan atan2 atanh cbrt ceil cos cosh cot degrees exp"
                            + " factorial floor gcd isnan iszero lcm ln log log10 log2 nanvl pi pow"
                            + " power radians random round signum sin sinh sqrt tan tanh trunc");

    /// Functions of text.
    static final List<String> STRING =
            words(
                    "ascii bit_length btrim char_length character_length chr concat concat_ws"
                            + " contains ends_with instr left length levenshtein lower lpad ltrim"
                            + " md5 octet_length position regexp_count regexp_like regexp_replace"
                            + " repeat replace reverse right rpad rtrim split_part starts_with"
                            + " strpos substr substring to_hex translate trim upper");

    /// Functions of time.
    static final List<String> DATETIME =
            words(
                    "current_date current_timestamp date_bin date_part date_trunc datepart"
                            + " datetrunc from_unixtime now to_char to_timestamp"
                            + " to_timestamp_micros to_timestamp_millis to_timestamp_nanos"
                            + " to_timestamp_seconds to_unixtime");

    /// Functions of conditions.
    static final List<String> SYSTEM = words("greatest least nullif nvl2");

    /// Words with a meaning of their own beside those of SQL-92.
    private static final List<String> KEYWORDS =
            words(
                    "ANTI DESCRIBE EXPLAIN FILTER ILIKE LIMIT OFFSET OVER PARTITION QUALIFY"
                            + " RECURSIVE ROWS SEMI SHOW SIMILAR WINDOW WITH");

    private static final String ARROW_VERSION = "1.3";

    private final SqlInfoBuilder facts = new SqlInfoBuilder();
    private final Set<Integer> known = new HashSet<>();

    /// @param version of this server
    SqlFacts(String version) {
        server(version);
        names();
        statements();
        functions();
        refused();
        lengths();
    }

    /// Which of these facts are known.
    List<Integer> known(List<Integer> infos) {
        return infos.stream().filter(known::contains).distinct().toList();
    }

    /// Sends some facts, or all for an empty list, and completes the stream.
    ///
    /// @param infos known ones
    void send(List<Integer> infos, ServerStreamListener listener) {
        facts.send(infos, listener);
    }

    private void server(String version) {
        add(SqlInfo.FLIGHT_SQL_SERVER_NAME, b -> b.withFlightSqlServerName("Sluice"));
        add(SqlInfo.FLIGHT_SQL_SERVER_VERSION, b -> b.withFlightSqlServerVersion(version));
        add(
                SqlInfo.FLIGHT_SQL_SERVER_ARROW_VERSION,
                b -> b.withFlightSqlServerArrowVersion(ARROW_VERSION));
        add(SqlInfo.FLIGHT_SQL_SERVER_READ_ONLY, b -> b.withFlightSqlServerReadOnly(true));
        add(SqlInfo.FLIGHT_SQL_SERVER_SQL, b -> b.withFlightSqlServerSql(true));
        add(SqlInfo.FLIGHT_SQL_SERVER_SUBSTRAIT, b -> b.withFlightSqlServerSubstrait(false));
        add(
                SqlInfo.FLIGHT_SQL_SERVER_TRANSACTION,
                b ->
                        b.withFlightSqlServerTransaction(
                                SqlSupportedTransaction.SQL_SUPPORTED_TRANSACTION_NONE));
        add(SqlInfo.FLIGHT_SQL_SERVER_CANCEL, b -> b.withFlightSqlServerCancel(false));
        add(
                SqlInfo.FLIGHT_SQL_SERVER_BULK_INGESTION,
                b -> b.withFlightSqlServerBulkIngestion(false));
    }

    private void names() {
        add(
                SqlInfo.SQL_IDENTIFIER_CASE,
                b ->
                        b.withSqlIdentifierCase(
                                SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_LOWERCASE));
        // There is no word for case sensitive; this one is how drivers know it.
        add(
                SqlInfo.SQL_QUOTED_IDENTIFIER_CASE,
                b ->
                        b.withSqlQuotedIdentifierCase(
                                SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_UNKNOWN));
        add(SqlInfo.SQL_IDENTIFIER_QUOTE_CHAR, b -> b.withSqlIdentifierQuoteChar("\""));
        add(SqlInfo.SQL_SEARCH_STRING_ESCAPE, b -> b.withSqlSearchStringEscape("\\"));
        add(SqlInfo.SQL_EXTRA_NAME_CHARACTERS, b -> b.withSqlExtraNameCharacters(""));
        add(SqlInfo.SQL_SCHEMA_TERM, b -> b.withSqlSchemaTerm("schema"));
        add(SqlInfo.SQL_CATALOG_TERM, b -> b.withSqlCatalogTerm(""));
        add(SqlInfo.SQL_PROCEDURE_TERM, b -> b.withSqlProcedureTerm(""));
        add(SqlInfo.SQL_CATALOG_AT_START, b -> b.withSqlCatalogAtStart(true));
        add(SqlInfo.SQL_KEYWORDS, b -> b.withSqlKeywords(array(KEYWORDS)));
    }

    private void statements() {
        add(
                SqlInfo.SQL_NULL_ORDERING,
                b -> b.withSqlNullOrdering(SqlNullOrdering.SQL_NULLS_SORTED_HIGH));
        add(SqlInfo.SQL_SUPPORTS_COLUMN_ALIASING, b -> b.withSqlSupportsColumnAliasing(true));
        add(SqlInfo.SQL_NULL_PLUS_NULL_IS_NULL, b -> b.withSqlNullPlusNullIsNull(true));
        add(
                SqlInfo.SQL_SUPPORTS_TABLE_CORRELATION_NAMES,
                b -> b.withSqlSupportsTableCorrelationNames(true));
        add(
                SqlInfo.SQL_SUPPORTS_DIFFERENT_TABLE_CORRELATION_NAMES,
                b -> b.withSqlSupportsDifferentTableCorrelationNames(false));
        add(
                SqlInfo.SQL_SUPPORTS_EXPRESSIONS_IN_ORDER_BY,
                b -> b.withSqlSupportsExpressionsInOrderBy(true));
        add(SqlInfo.SQL_SUPPORTS_ORDER_BY_UNRELATED, b -> b.withSqlSupportsOrderByUnrelated(true));
        add(
                SqlInfo.SQL_SUPPORTED_GROUP_BY,
                b -> b.withSqlSupportedGroupBy(SqlSupportedGroupBy.SQL_GROUP_BY_UNRELATED));
        add(SqlInfo.SQL_SUPPORTS_LIKE_ESCAPE_CLAUSE, b -> b.withSqlSupportsLikeEscapeClause(true));
        add(
                SqlInfo.SQL_SUPPORTS_NON_NULLABLE_COLUMNS,
                b -> b.withSqlSupportsNonNullableColumns(true));
        add(
                SqlInfo.SQL_SUPPORTED_GRAMMAR,
                b -> b.withSqlSupportedGrammar(SupportedSqlGrammar.SQL_CORE_GRAMMAR));
        add(
                SqlInfo.SQL_ANSI92_SUPPORTED_LEVEL,
                b ->
                        b.withSqlAnsi92SupportedLevel(
                                SupportedAnsi92SqlGrammarLevel.ANSI92_ENTRY_SQL));
        add(
                SqlInfo.SQL_OUTER_JOINS_SUPPORT_LEVEL,
                b ->
                        b.withSqlOuterJoinSupportLevel(
                                SqlOuterJoinsSupportLevel.SQL_FULL_OUTER_JOINS));
        add(
                SqlInfo.SQL_SUPPORTED_SUBQUERIES,
                b ->
                        b.withSqlSubQueriesSupported(
                                SqlSupportedSubqueries.SQL_SUBQUERIES_IN_COMPARISONS,
                                SqlSupportedSubqueries.SQL_SUBQUERIES_IN_EXISTS,
                                SqlSupportedSubqueries.SQL_SUBQUERIES_IN_INS,
                                SqlSupportedSubqueries.SQL_SUBQUERIES_IN_QUANTIFIEDS));
        add(
                SqlInfo.SQL_CORRELATED_SUBQUERIES_SUPPORTED,
                b -> b.withSqlCorrelatedSubqueriesSupported(true));
        add(
                SqlInfo.SQL_SUPPORTED_UNIONS,
                b ->
                        b.withSqlSupportedUnions(
                                SqlSupportedUnions.SQL_UNION, SqlSupportedUnions.SQL_UNION_ALL));
        add(SqlInfo.SQL_ALL_TABLES_ARE_SELECTABLE, b -> b.withSqlAllTablesAreSelectable(true));
        add(
                SqlInfo.SQL_DEFAULT_TRANSACTION_ISOLATION,
                b -> b.withSqlDefaultTransactionIsolation(0));
        add(
                SqlInfo.SQL_SUPPORTED_TRANSACTIONS_ISOLATION_LEVELS,
                b ->
                        b.withSqlSupportedTransactionsIsolationLevels(
                                SqlTransactionIsolationLevel.SQL_TRANSACTION_NONE));
        add(
                SqlInfo.SQL_SUPPORTED_RESULT_SET_TYPES,
                b ->
                        b.withSqlSupportedResultSetTypes(
                                SqlSupportedResultSetType.SQL_RESULT_SET_TYPE_FORWARD_ONLY));
    }

    private void functions() {
        add(SqlInfo.SQL_NUMERIC_FUNCTIONS, b -> b.withSqlNumericFunctions(array(NUMERIC)));
        add(SqlInfo.SQL_STRING_FUNCTIONS, b -> b.withSqlStringFunctions(array(STRING)));
        add(SqlInfo.SQL_DATETIME_FUNCTIONS, b -> b.withSqlDatetimeFunctions(array(DATETIME)));
        add(SqlInfo.SQL_SYSTEM_FUNCTIONS, b -> b.withSqlSystemFunctions(array(SYSTEM)));
    }

    /// What there is not is told too: a driver that asks and hears nothing fails.
    private void refused() {
        add(SqlInfo.SQL_DDL_CATALOG, b -> b.withSqlDdlCatalog(false));
        add(SqlInfo.SQL_DDL_SCHEMA, b -> b.withSqlDdlSchema(false));
        add(SqlInfo.SQL_DDL_TABLE, b -> b.withSqlDdlTable(false));
        add(
                SqlInfo.SQL_SUPPORTS_INTEGRITY_ENHANCEMENT_FACILITY,
                b -> b.withSqlSupportsIntegrityEnhancementFacility(false));
        add(SqlInfo.SQL_SELECT_FOR_UPDATE_SUPPORTED, b -> b.withSqlSelectForUpdateSupported(false));
        add(
                SqlInfo.SQL_STORED_PROCEDURES_SUPPORTED,
                b -> b.withSqlStoredProceduresSupported(false));
        add(SqlInfo.SQL_TRANSACTIONS_SUPPORTED, b -> b.withSqlTransactionsSupported(false));
        add(SqlInfo.SQL_BATCH_UPDATES_SUPPORTED, b -> b.withSqlBatchUpdatesSupported(false));
        add(SqlInfo.SQL_SAVEPOINTS_SUPPORTED, b -> b.withSqlSavepointsSupported(false));
        add(SqlInfo.SQL_NAMED_PARAMETERS_SUPPORTED, b -> b.withSqlNamedParametersSupported(false));
        add(SqlInfo.SQL_LOCATORS_UPDATE_COPY, b -> b.withSqlLocatorsUpdateCopy(false));
        add(SqlInfo.SQL_SUPPORTS_CONVERT, b -> b.withSqlSupportsConvert(Map.of()));
        add(SqlInfo.SQL_SCHEMAS_SUPPORTED_ACTIONS, SqlInfoBuilder::withSqlSchemasSupportedActions);
        add(
                SqlInfo.SQL_CATALOGS_SUPPORTED_ACTIONS,
                SqlInfoBuilder::withSqlCatalogsSupportedActions);
        add(
                SqlInfo.SQL_SUPPORTED_POSITIONED_COMMANDS,
                SqlInfoBuilder::withSqlSupportedPositionedCommands);
        add(
                SqlInfo.SQL_DATA_DEFINITION_CAUSES_TRANSACTION_COMMIT,
                b -> b.withSqlDataDefinitionCausesTransactionCommit(false));
        add(
                SqlInfo.SQL_DATA_DEFINITIONS_IN_TRANSACTIONS_IGNORED,
                b -> b.withSqlDataDefinitionsInTransactionsIgnored(false));
        add(
                SqlInfo.SQL_STORED_FUNCTIONS_USING_CALL_SYNTAX_SUPPORTED,
                b -> b.withSqlStoredFunctionsUsingCallSyntaxSupported(false));
    }

    /// Zero is a length that nobody knows.
    private void lengths() {
        add(SqlInfo.SQL_MAX_CHAR_LITERAL_LENGTH, b -> b.withSqlMaxCharLiteralLength(0));
        add(SqlInfo.SQL_MAX_BINARY_LITERAL_LENGTH, b -> b.withSqlMaxBinaryLiteralLength(0));
        add(SqlInfo.SQL_MAX_COLUMN_NAME_LENGTH, b -> b.withSqlMaxColumnNameLength(0));
        add(SqlInfo.SQL_MAX_COLUMNS_IN_GROUP_BY, b -> b.withSqlMaxColumnsInGroupBy(0));
        add(SqlInfo.SQL_MAX_COLUMNS_IN_INDEX, b -> b.withSqlMaxColumnsInIndex(0));
        add(SqlInfo.SQL_MAX_COLUMNS_IN_ORDER_BY, b -> b.withSqlMaxColumnsInOrderBy(0));
        add(SqlInfo.SQL_MAX_COLUMNS_IN_SELECT, b -> b.withSqlMaxColumnsInSelect(0));
        add(SqlInfo.SQL_MAX_COLUMNS_IN_TABLE, b -> b.withSqlMaxColumnsInTable(0));
        add(SqlInfo.SQL_MAX_CONNECTIONS, b -> b.withSqlMaxConnections(0));
        add(SqlInfo.SQL_MAX_CURSOR_NAME_LENGTH, b -> b.withSqlMaxCursorNameLength(0));
        add(SqlInfo.SQL_MAX_INDEX_LENGTH, b -> b.withSqlMaxIndexLength(0));
        add(SqlInfo.SQL_DB_SCHEMA_NAME_LENGTH, b -> b.withSqlDbSchemaNameLength(0));
        add(SqlInfo.SQL_MAX_PROCEDURE_NAME_LENGTH, b -> b.withSqlMaxProcedureNameLength(0));
        add(SqlInfo.SQL_MAX_CATALOG_NAME_LENGTH, b -> b.withSqlMaxCatalogNameLength(0));
        add(SqlInfo.SQL_MAX_ROW_SIZE, b -> b.withSqlMaxRowSize(0));
        add(SqlInfo.SQL_MAX_ROW_SIZE_INCLUDES_BLOBS, b -> b.withSqlMaxRowSizeIncludesBlobs(false));
        add(SqlInfo.SQL_MAX_STATEMENT_LENGTH, b -> b.withSqlMaxStatementLength(0));
        add(SqlInfo.SQL_MAX_STATEMENTS, b -> b.withSqlMaxStatements(0));
        add(SqlInfo.SQL_MAX_TABLE_NAME_LENGTH, b -> b.withSqlMaxTableNameLength(0));
        add(SqlInfo.SQL_MAX_TABLES_IN_SELECT, b -> b.withSqlMaxTablesInSelect(0));
        add(SqlInfo.SQL_MAX_USERNAME_LENGTH, b -> b.withSqlMaxUsernameLength(0));
    }

    private void add(SqlInfo info, Consumer<SqlInfoBuilder> with) {
        known.add(info.getNumber());
        with.accept(facts);
    }

    private static List<String> words(String words) {
        return List.of(words.split(" ", -1));
    }

    private static String[] array(List<String> words) {
        return words.toArray(String[]::new);
    }
}
