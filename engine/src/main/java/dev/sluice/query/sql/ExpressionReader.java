// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Expression.OperationKind;
import dev.sluice.query.sql.Expression.SubqueryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Builds the expressions of the tree. Which functions may be called is decided later, by
/// [SqlFunctions]; here it is which forms of expression there are.
final class ExpressionReader {
    private static final int DECIMAL_SCALE = 10;

    private final SqlTreeReader queries;

    ExpressionReader(SqlTreeReader queries) {
        this.queries = queries;
    }

    /// The name that AS gives, or empty.
    static String alias(TreeNode node) {
        return node.text("alias");
    }

    List<Expression> readAll(List<TreeNode> nodes) {
        List<Expression> result = new ArrayList<>(nodes.size());
        for (TreeNode node : nodes) {
            result.add(read(node));
        }
        return result;
    }

    @Nullable Expression readOptional(@Nullable TreeNode node) {
        return node == null ? null : read(node);
    }

    Expression read(TreeNode node) {
        node.ignore("alias");
        String kind = node.text("class");
        String type = node.text("type");
        Expression result =
                switch (kind) {
                    case "COLUMN_REF" -> new Expression.ColumnReference(node.texts("column_names"));
                    case "CONSTANT" -> literal(node.requireChild("literal"));
                    case "PARAMETER" -> new Expression.Parameter(node.text("identifier"));
                    case "FUNCTION" -> function(node);
                    case "WINDOW" -> WindowReader.read(this, node);
                    case "COMPARISON" ->
                            new Expression.Comparison(
                                    comparison(type),
                                    read(node.requireChild("left")),
                                    read(node.requireChild("right")));
                    case "CONJUNCTION" ->
                            new Expression.Junction(
                                    type.equals("CONJUNCTION_AND"),
                                    readAll(node.children("children")));
                    case "OPERATOR" ->
                            new Expression.Operation(
                                    operation(type), readAll(node.children("children")));
                    case "CASE" -> choice(node);
                    case "CAST" -> cast(node);
                    case "BETWEEN" ->
                            new Expression.Between(
                                    read(node.requireChild("input")),
                                    read(node.requireChild("lower")),
                                    read(node.requireChild("upper")));
                    case "SUBQUERY" -> subquery(node);
                    case "STAR" ->
                            new Expression.Star(
                                    node.text("relation_name"), node.texts("exclude_list"));
                    default -> throw UnsupportedSql.notSupported(SqlTreeReader.words(kind));
                };
        node.finish(describe(kind, result));
        return result;
    }

    List<SortKey> readSortKeys(List<TreeNode> nodes) {
        List<SortKey> result = new ArrayList<>();
        for (TreeNode node : nodes) {
            SortKey.Direction direction =
                    switch (node.text("type")) {
                        case "ASCENDING" -> SortKey.Direction.UP;
                        case "DESCENDING" -> SortKey.Direction.DOWN;
                        default -> SortKey.Direction.USUAL;
                    };
            SortKey.Nulls nulls =
                    switch (node.text("null_order")) {
                        case "NULLS FIRST" -> SortKey.Nulls.FIRST;
                        case "NULLS LAST" -> SortKey.Nulls.LAST;
                        default -> SortKey.Nulls.USUAL;
                    };
            result.add(new SortKey(read(node.requireChild("expression")), direction, nulls));
            node.finish("ORDER BY");
        }
        return result;
    }

    /// The arguments of a function without names.
    List<Expression> arguments(TreeNode node, String function) {
        List<Expression> result = new ArrayList<>();
        for (TreeNode argument : node.children("arguments")) {
            result.add(read(argument.requireChild("expression")));
            if (!argument.text("name").isEmpty()) {
                throw UnsupportedSql.notSupported("a named argument of '" + function + "'");
            }
            argument.finish("'" + function + "'");
        }
        return result;
    }

    private Expression function(TreeNode node) {
        String name = node.text("function_name").toLowerCase(Locale.ROOT);
        node.ignore("is_operator");
        if (name.equals("struct_pack")) {
            return struct(node);
        }
        List<SortKey> orderBy = List.of();
        TreeNode orders = node.child("order_bys");
        if (orders != null) {
            orders.ignore("type");
            orderBy = readSortKeys(orders.children("orders"));
            orders.finish("ORDER BY");
        }
        Expression.Call call =
                new Expression.Call(
                        name,
                        arguments(node, name),
                        node.flag("distinct"),
                        orderBy,
                        readOptional(node.child("filter")));
        return name.equals("<=>") && call.arguments().size() == 2
                ? new Expression.Comparison(
                        ComparisonOperator.NOT_DISTINCT,
                        call.arguments().get(0),
                        call.arguments().get(1))
                : call;
    }

    private Expression struct(TreeNode node) {
        List<String> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (TreeNode argument : node.children("arguments")) {
            names.add(argument.text("name"));
            values.add(read(argument.requireChild("expression")));
            argument.finish("a struct");
        }
        TreeNode orders = node.child("order_bys");
        if (orders != null) {
            orders.ignore("type");
            orders.finish("a struct");
        }
        return new Expression.StructValue(names, values);
    }

    private static Expression literal(TreeNode node) {
        String kind = node.text("kind");
        Expression.Literal.Kind known =
                switch (kind) {
                    case "NULL_LITERAL" -> Expression.Literal.Kind.NULL;
                    case "BOOLEAN" -> Expression.Literal.Kind.BOOLEAN;
                    case "INTEGER" -> Expression.Literal.Kind.INTEGER;
                    case "NUMERIC" -> Expression.Literal.Kind.NUMBER;
                    case "STRING" -> Expression.Literal.Kind.TEXT;
                    default -> throw UnsupportedSql.notSupported(kind + " literal");
                };
        Expression result = new Expression.Literal(known, node.text("text"));
        node.finish("a literal");
        return result;
    }

    private Expression choice(TreeNode node) {
        List<Expression.Branch> branches = new ArrayList<>();
        for (TreeNode check : node.children("case_checks")) {
            branches.add(
                    new Expression.Branch(
                            read(check.requireChild("when_expr")),
                            read(check.requireChild("then_expr"))));
            check.finish("CASE");
        }
        return new Expression.Case(branches, read(node.requireChild("else_expr")));
    }

    private Expression cast(TreeNode node) {
        TreeNode typeNode = node.requireChild("type_expr");
        String name = typeNode.text("type_name");
        if (name.equalsIgnoreCase("DECIMAL")) {
            return decimal(node, typeNode);
        }
        SqlType type = SqlType.find(name);
        if (type == null) {
            throw UnsupportedSql.notSupported("type '" + name + "'");
        }
        typeNode.ignore("class", "type");
        if (type == SqlType.VARCHAR) {
            typeNode.ignore("children");
        }
        typeNode.finish("type '" + name + "'");
        return new Expression.Cast(read(node.requireChild("child")), type, node.flag("try_cast"));
    }

    private Expression decimal(TreeNode node, TreeNode type) {
        List<Integer> sizes = new ArrayList<>();
        for (Expression size : readAll(type.children("children"))) {
            if (!(size instanceof Expression.Literal(Expression.Literal.Kind kind, String text))
                    || kind != Expression.Literal.Kind.INTEGER
                    || text.length() > 2) {
                throw UnsupportedSql.notSupported("this form of DECIMAL");
            }
            sizes.add(Integer.parseInt(text));
        }
        type.ignore("class", "type");
        type.finish("type 'DECIMAL'");
        int precision = sizes.isEmpty() ? Expression.DecimalCast.PRECISION_MAX : sizes.get(0);
        int scale = sizes.size() < 2 ? (sizes.isEmpty() ? DECIMAL_SCALE : 0) : sizes.get(1);
        return new Expression.DecimalCast(
                read(node.requireChild("child")), precision, scale, node.flag("try_cast"));
    }

    private Expression subquery(TreeNode node) {
        Query query = queries.statement(node.requireChild("subquery"));
        Expression operand = readOptional(node.child("child"));
        String operator = node.text("comparison_type");
        String type = node.text("subquery_type");
        return switch (type) {
            case "SCALAR" -> new Expression.Subquery(SubqueryKind.SCALAR, query, null, null);
            case "EXISTS" -> new Expression.Subquery(SubqueryKind.EXISTS, query, null, null);
            case "ANY" ->
                    new Expression.Subquery(SubqueryKind.ANY, query, operand, comparison(operator));
            default -> throw UnsupportedSql.notSupported(type + " subquery");
        };
    }

    private static ComparisonOperator comparison(String type) {
        return switch (type) {
            case "COMPARE_EQUAL" -> ComparisonOperator.EQUAL;
            case "COMPARE_NOTEQUAL" -> ComparisonOperator.NOT_EQUAL;
            case "COMPARE_LESSTHAN" -> ComparisonOperator.LESS;
            case "COMPARE_LESSTHANOREQUALTO" -> ComparisonOperator.LESS_OR_EQUAL;
            case "COMPARE_GREATERTHAN" -> ComparisonOperator.GREATER;
            case "COMPARE_GREATERTHANOREQUALTO" -> ComparisonOperator.GREATER_OR_EQUAL;
            case "COMPARE_DISTINCT_FROM" -> ComparisonOperator.DISTINCT;
            case "COMPARE_NOT_DISTINCT_FROM" -> ComparisonOperator.NOT_DISTINCT;
            default -> throw UnsupportedSql.notSupported("comparison " + type);
        };
    }

    private static OperationKind operation(String type) {
        return switch (type) {
            case "OPERATOR_NOT" -> OperationKind.NOT;
            case "OPERATOR_IS_NULL" -> OperationKind.IS_NULL;
            case "OPERATOR_IS_NOT_NULL" -> OperationKind.IS_NOT_NULL;
            case "COMPARE_IN" -> OperationKind.IN;
            case "OPERATOR_COALESCE" -> OperationKind.COALESCE;
            case "ARRAY_EXTRACT", "STRUCT_EXTRACT" -> OperationKind.ELEMENT;
            case "ARRAY_SLICE" -> OperationKind.SLICE;
            case "GROUPING_FUNCTION" -> OperationKind.GROUPING;
            default -> throw UnsupportedSql.notSupported("operator " + SqlTreeReader.words(type));
        };
    }

    private static String describe(String kind, Expression expression) {
        return expression instanceof Expression.Call call
                ? "function '" + call.function() + "'"
                : SqlTreeReader.words(kind).toLowerCase(Locale.ROOT);
    }
}
