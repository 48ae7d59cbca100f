package dev.tidewheel.model.document;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceText;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 and JSON, which goes through the same parser. Stateless. */
public final class DocumentReader {

    private DocumentReader() {}

    /**
     * The content of {@code source}; empty if nothing but comments stands in it.
     *
     * @throws PipelineException {@link ErrorCode#PIPELINE_FILE_SYNTAX} at the first place that cannot be read, or at
     *     each key that occurs twice
     */
    public static Optional<Node> read(SourceText source) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setSchema(new CoreSchema()).build();
            return new Compose(settings)
                    .composeString(parseable(source.content()))
                    .map(new NodeConverter(source)::convert);
        } catch (MarkedYamlEngineException e) {
            throw syntaxError(source, e);
        } catch (ReaderException e) {
            int start = offset(source, e.getPosition());
            throw new PipelineException(
                    Problem.of(ErrorCode.PIPELINE_FILE_SYNTAX, "The file contains a character that cannot be printed")
                            .remedy("Remove the character")
                            .at(source.locate(start, start + 1)),
                    e);
        } catch (YamlEngineException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PIPELINE_FILE_SYNTAX, "The file is not valid YAML")
                            .because(String.valueOf(e.getMessage()))
                            .at(source.locate(0, 1)),
                    e);
        }
    }

    /** JSON may be indented with tabs, YAML may not; a blank of the same length keeps all positions. */
    private static String parseable(String content) {
        return content.stripLeading().startsWith("{") ? content.replace('\t', ' ') : content;
    }

    private static PipelineException syntaxError(SourceText source, MarkedYamlEngineException error) {
        Optional<Mark> mark = error.getProblemMark();
        int start = offset(
                source, mark.or(error::getContextMark).map(Mark::getIndex).orElse(0));
        if (start >= source.content().length() && error.getContextMark().isPresent()) {
            // the end of the file says nothing; what was not closed does
            start = offset(source, error.getContextMark().get().getIndex());
        }
        SyntaxAdvice advice = SyntaxAdvice.of(String.valueOf(error.getContext()), error.getProblem());
        return new PipelineException(
                Problem.of(ErrorCode.PIPELINE_FILE_SYNTAX, advice.message())
                        .remedy(advice.fix())
                        .at(source.locate(start, start + 1)),
                error);
    }

    /** The parser counts code points, we count characters. */
    static int offset(SourceText source, int codePoints) {
        String content = source.content();
        return content.offsetByCodePoints(0, Math.min(codePoints, content.codePointCount(0, content.length())));
    }
}
