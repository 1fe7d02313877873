// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Query.CommonTable;
import dev.sluice.query.sql.Query.Distinct;
import dev.sluice.query.sql.Query.Grouping;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Query.Tail;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Builds the syntax tree from the parser's JSON. An allow-list: a kind of node, or a member of
/// one, that has no line here is refused by its name.
public final class SqlTreeReader {
    /// Levels of JSON; each level of the tree takes up to four.
    private static final int JSON_DEPTH_MAX = 4 * TreeNode.DEPTH_MAX + 100;

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(JSON_DEPTH_MAX)
                                                    .build())
                                    .build())
                    .build();

    private final ExpressionReader expressions = new ExpressionReader(this);

    /// Reads the parser's answer about one text.
    ///
    /// @param json `{"error":false,"statements":[…]}` or `{"error":true,…}`
    /// @param firstWord the text's first word in upper case, for the message about a statement that
    ///   is not a query
    /// @param text what the author wrote, and what was parsed
    /// @throws dev.sluice.model.ProblemException *invalid* for a syntax error, for more or less
    ///   than one statement, and for everything that is not supported
    public Query read(String json, String firstWord, WrittenText text) {
        JsonNode answer = parse(json);
        if (answer.path("error").asBoolean(true)) {
            throw refusal(answer, firstWord, text);
        }
        JsonNode statements = answer.path("statements");
        if (statements.isEmpty()) {
            throw UnsupportedSql.syntax("no statement found");
        }
        if (statements.size() > 1) {
            throw UnsupportedSql.statement(
                    "only a single SQL statement is allowed, found " + statements.size());
        }
        return statement(new TreeNode(statements.get(0), 0));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (tools.jackson.core.exc.StreamConstraintsException _) {
            throw UnsupportedSql.planning(
                    "query_too_deep",
                    "query is nested too deeply (limit: " + TreeNode.DEPTH_MAX + ")");
        }
    }

    private static RuntimeException refusal(JsonNode answer, String firstWord, WrittenText text) {
        String message = answer.path("error_message").asString("");
        if (!"not implemented".equals(answer.path("error_type").asString(""))) {
            int advice = message.indexOf(" Use \"SET ");
            return UnsupportedSql.syntax(
                    advice < 0
                            ? text.located(message, answer.path("position").asInt(-1))
                            : message.substring(0, advice));
        }
        return switch (firstWord) {
            case "CREATE", "DROP", "ALTER", "TRUNCATE", "COMMENT" ->
                    UnsupportedSql.statement("DDL not supported: " + firstWord);
            case "INSERT", "UPDATE", "DELETE", "MERGE" ->
                    UnsupportedSql.statement("DML not supported: " + firstWord);
            case "SELECT", "WITH", "VALUES", "FROM", "TABLE", "DESCRIBE", "SHOW" ->
                    UnsupportedSql.statement(
                            "only a single SQL statement is allowed, and it must be a query");
            default -> UnsupportedSql.statement("Statement not supported: " + firstWord);
        };
    }

    /// A statement: a query and the names of its parameters.
    Query statement(TreeNode node) {
        Query query = query(node.requireChild("node"));
        node.ignore("named_param_map");
        node.finish("a statement");
        return query;
    }

    private Query query(TreeNode node) {
        String type = node.text("type");
        return switch (type) {
            case "SELECT_NODE" -> select(node);
            case "SET_OPERATION_NODE" -> setOperation(node);
            case "INSERT_QUERY_NODE",
                    "UPDATE_QUERY_NODE",
                    "DELETE_QUERY_NODE",
                    "MERGE_QUERY_NODE" ->
                    throw UnsupportedSql.statement("DML not supported: " + words(type));
            default -> throw UnsupportedSql.statement("Statement not supported: " + words(type));
        };
    }

    private Query select(TreeNode node) {
        Modifiers modifiers = modifiers(node);
        List<CommonTable> with = with(node);
        List<SelectItem> items = new ArrayList<>();
        for (TreeNode item : node.children("select_list")) {
            items.add(new SelectItem(expressions.read(item), ExpressionReader.alias(item)));
        }
        Relation from = RelationReader.read(this, expressions, node.requireChild("from_table"));
        String aggregates = node.text("aggregate_handling");
        Grouping grouping =
                new Grouping(
                        expressions.readAll(node.children("group_expressions")),
                        node.numberRows("group_sets"),
                        aggregates.equals("FORCE_AGGREGATES"));
        Query.Select select =
                new Query.Select(
                        with,
                        modifiers.distinct(),
                        items,
                        from,
                        expressions.readOptional(node.child("where_clause")),
                        grouping,
                        expressions.readOptional(node.child("having")),
                        expressions.readOptional(node.child("qualify")),
                        modifiers.tail());
        node.finish("SELECT");
        return select;
    }

    private Query setOperation(TreeNode node) {
        Modifiers modifiers = modifiers(node);
        if (modifiers.distinct().active()) {
            throw UnsupportedSql.notSupported("DISTINCT of a set operation");
        }
        List<CommonTable> with = with(node);
        String type = node.text("setop_type");
        Query.SetOperation.Kind kind =
                switch (type) {
                    case "UNION" -> Query.SetOperation.Kind.UNION;
                    case "INTERSECT" -> Query.SetOperation.Kind.INTERSECT;
                    case "EXCEPT" -> Query.SetOperation.Kind.EXCEPT;
                    default -> throw UnsupportedSql.notSupported(words(type));
                };
        boolean all = node.flag("setop_all");
        List<Query> operands = new ArrayList<>();
        for (TreeNode operand : node.children("children")) {
            operands.add(query(operand));
        }
        node.finish(kind.name());
        return new Query.SetOperation(with, kind, all, operands, modifiers.tail());
    }

    private List<CommonTable> with(TreeNode node) {
        List<CommonTable> result = new ArrayList<>();
        TreeNode map = node.child("cte_map");
        if (map != null) {
            for (TreeNode entry : map.children("map")) {
                String name = entry.text("key");
                result.add(commonTable(name, entry.requireChild("value")));
                entry.finish("WITH");
            }
            map.finish("WITH");
        }
        return result;
    }

    private CommonTable commonTable(String name, TreeNode node) {
        List<String> columns = node.texts("aliases");
        node.ignore("materialized");
        TreeNode queryNode = node.requireChild("query_node");
        CommonTable result;
        if (queryNode.text("type").equals("RECURSIVE_CTE_NODE")) {
            queryNode.ignore("cte_name", "aliases");
            boolean all = queryNode.flag("union_all");
            Query start = query(queryNode.requireChild("left"));
            Query step = query(queryNode.requireChild("right"));
            queryNode.finish("WITH RECURSIVE");
            result = new CommonTable(name, columns, start, step, all);
        } else {
            result = new CommonTable(name, columns, query(queryNode), null, false);
        }
        node.finish("WITH");
        return result;
    }

    private record Modifiers(Distinct distinct, Tail tail) {}

    private Modifiers modifiers(TreeNode node) {
        Distinct distinct = Distinct.NONE;
        List<SortKey> orderBy = List.of();
        Expression limit = null;
        Expression offset = null;
        for (TreeNode modifier : node.children("modifiers")) {
            String type = modifier.text("type");
            switch (type) {
                case "DISTINCT_MODIFIER" ->
                        distinct =
                                new Distinct(
                                        true,
                                        expressions.readAll(
                                                modifier.children("distinct_on_targets")));
                case "ORDER_MODIFIER" ->
                        orderBy = expressions.readSortKeys(modifier.children("orders"));
                case "LIMIT_MODIFIER" -> {
                    limit = expressions.readOptional(modifier.child("limit"));
                    offset = expressions.readOptional(modifier.child("offset"));
                    requireRowCount(modifier.text("limit_type"));
                }
                default -> throw UnsupportedSql.notSupported(words(type));
            }
            modifier.finish(words(type));
        }
        return new Modifiers(distinct, new Tail(orderBy, limit, offset));
    }

    private static void requireRowCount(String limitType) {
        if (!limitType.equals("ROW_COUNT")) {
            throw UnsupportedSql.notSupported("LIMIT by percentage");
        }
    }

    /// A node type as words: `INSERT_QUERY_NODE` is `INSERT`.
    static String words(@Nullable String type) {
        String name = type == null || type.isEmpty() ? "this statement" : type;
        return name.replace("_QUERY_NODE", "").replace("_NODE", "").replace('_', ' ');
    }
}
