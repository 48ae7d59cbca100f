package dev.tidewheel.engine.frontend.ddl;

import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** Names of datasets as a program gives them. Stateless. */
public final class WrittenName {

    private WrittenName() {}

    /**
     * The full name that a text stands for.
     *
     * @param place where it was given
     * @throws PipelineException if it is no name
     */
    public static TableName qualified(String text, NameScope scope, SourceLocation place) {
        Problem problem = Problem.of(ErrorCode.PYTHON_DEFINITION_INVALID, "`" + text + "` is not a name")
                .remedy("write catalog.schema.table or less; a part with other characters than letters, digits and _"
                        + " goes in back-quotes")
                .at(place);
        try {
            List<String> parts = PlanRewrite.toJava(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(text));
            Optional<TableName> name =
                    parts.stream().anyMatch(String::isBlank) ? Optional.empty() : scope.qualify(parts);
            return name.orElseThrow(() -> new PipelineException(problem.because("it has " + parts.size() + " parts")));
        } catch (PipelineException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof ParseException) {
                throw new PipelineException(problem, e);
            }
            throw e;
        }
    }
}
