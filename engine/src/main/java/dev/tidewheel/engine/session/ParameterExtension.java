package dev.tidewheel.engine.session;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Makes {@code spark.sql(text, args)} work in sessions with Delta: the parser that Delta 4.4 puts around Spark's hands on
 * the text, but not the values. Made by Spark, by its name in the settings. Stateless.
 */
public final class ParameterExtension extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        extensions.injectParser(new ParserBuilder());
        return BoxedUnit.UNIT;
    }

    private static final class ParserBuilder extends AbstractFunction2<SparkSession, ParserInterface, ParserInterface> {
        @Override
        public ParserInterface apply(SparkSession session, ParserInterface parser) {
            return new ParameterParser(parser);
        }
    }
}
