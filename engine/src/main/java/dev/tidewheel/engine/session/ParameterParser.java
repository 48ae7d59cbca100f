package dev.tidewheel.engine.session;

import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParameterContext;
import org.apache.spark.sql.catalyst.parser.ParameterHandler$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/** A parser that puts the values of parameters into the text before it hands it on. Immutable. */
final class ParameterParser implements ParserInterface {

    private final ParserInterface parser;

    ParameterParser(ParserInterface parser) {
        this.parser = parser;
    }

    @Override
    public LogicalPlan parsePlanWithParameters(String text, ParameterContext parameters) throws ParseException {
        return SQLConf.get().legacyParameterSubstitutionConstantsOnly()
                ? parser.parsePlanWithParameters(text, parameters)
                : parser.parsePlan(ParameterHandler$.MODULE$
                        .substituteParameters(text, parameters)
                        ._1());
    }

    @Override
    public LogicalPlan parsePlan(String text) throws ParseException {
        return parser.parsePlan(text);
    }

    @Override
    public Expression parseExpression(String text) throws ParseException {
        return parser.parseExpression(text);
    }

    @Override
    public TableIdentifier parseTableIdentifier(String text) throws ParseException {
        return parser.parseTableIdentifier(text);
    }

    @Override
    public FunctionIdentifier parseFunctionIdentifier(String text) throws ParseException {
        return parser.parseFunctionIdentifier(text);
    }

    @Override
    public Seq<String> parseMultipartIdentifier(String text) throws ParseException {
        return parser.parseMultipartIdentifier(text);
    }

    @Override
    public LogicalPlan parseQuery(String text) throws ParseException {
        return parser.parseQuery(text);
    }

    @Override
    public StructType parseRoutineParam(String text) throws ParseException {
        return parser.parseRoutineParam(text);
    }

    @Override
    public StructType parseTableSchema(String text) throws ParseException {
        return parser.parseTableSchema(text);
    }

    @Override
    public DataType parseDataType(String text) throws ParseException {
        return parser.parseDataType(text);
    }
}
