package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.DatasetBuilder;
import dev.tidewheel.api.FlowContext;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.ExpectationAction;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table or view under declaration. */
abstract class DatasetDeclaration<B extends DatasetBuilder<B>> extends Declaration implements DatasetBuilder<B> {
    final List<Expectation> expectations = new ArrayList<>();

    DatasetDeclaration(Declared declared) {
        super(declared);
    }

    /** This, as what it is. */
    abstract B self();

    @Override
    public final B comment(String text) {
        setComment(text);
        return self();
    }

    @Override
    public final B expect(String name, String condition) {
        return expectation(name, condition, ExpectationAction.WARN);
    }

    @Override
    public final B expectOrDrop(String name, String condition) {
        return expectation(name, condition, ExpectationAction.DROP);
    }

    @Override
    public final B expectOrFail(String name, String condition) {
        return expectation(name, condition, ExpectationAction.FAIL);
    }

    @Override
    public final B expectAll(Map<String, String> conditions) {
        return expectations(conditions, ExpectationAction.WARN);
    }

    @Override
    public final B expectAllOrDrop(Map<String, String> conditions) {
        return expectations(conditions, ExpectationAction.DROP);
    }

    @Override
    public final B expectAllOrFail(Map<String, String> conditions) {
        return expectations(conditions, ExpectationAction.FAIL);
    }

    private B expectations(Map<String, String> conditions, ExpectationAction action) {
        boolean ordered = conditions instanceof LinkedHashMap || conditions instanceof SortedMap;
        Map<String, String> inOrder = ordered ? conditions : new TreeMap<>(conditions);
        inOrder.forEach((name, condition) -> expectation(name, condition, action));
        return self();
    }

    private B expectation(String name, String condition, ExpectationAction action) {
        declarations.ensureOpen();
        if (!declared.isGiven("name of an expectation", name)) {
            return self();
        }
        SourceLocation location = declarations.place(name);
        if (condition == null || condition.isBlank()) {
            declared.problem(
                    ErrorCode.EXPECTATION_INVALID,
                    "the expectation `" + name + "` has no condition",
                    "give a condition in SQL, such as \"id IS NOT NULL\"",
                    location);
            return self();
        }
        for (Expectation other : expectations) {
            if (other.name().equalsIgnoreCase(name)) {
                declared.problem(
                        Problem.of(ErrorCode.DUPLICATE_DEFINITION, "the expectation `" + name + "` is declared twice")
                                .because("the first one is at " + other.location())
                                .remedy("rename or remove one; upper and lower case are the same")
                                .at(location));
                return self();
            }
        }
        expectations.add(new Expectation(name, declarations.fragment(condition), action, location));
        return self();
    }

    @Override
    public final B sparkConf(String key, String value) {
        setConfiguration(key, value);
        return self();
    }

    @Override
    public final B from(Function<FlowContext, Dataset<Row>> function) {
        setFunction(function);
        return self();
    }

    @Override
    public final B sql(String text) {
        setSql(text);
        return self();
    }
}
