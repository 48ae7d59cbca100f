package dev.tidewheel.engine.spark;

import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.trees.TreeNode;

/** Places of parsed nodes in the user's file. Stateless. */
public final class SqlPositions {

    private SqlPositions() {}

    /** Where {@code node}, parsed from {@code sql}, was written; the whole of {@code sql} if the node does not know. */
    public static SourceLocation of(TreeNode<?> node, SqlFragment sql) {
        return of(node.origin(), sql);
    }

    /** Where the part of {@code sql} with this origin was written. */
    public static SourceLocation of(Origin origin, SqlFragment sql) {
        QueryContext context = origin.context();
        if (context.contextType() == QueryContextType.SQL && context.startIndex() >= 0) {
            return sql.locate(context.startIndex(), context.stopIndex() + 1);
        }
        return sql.location();
    }
}
