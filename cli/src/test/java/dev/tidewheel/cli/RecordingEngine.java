package dev.tidewheel.cli;

import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.progress.ProgressListener;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** An engine that notes what it is asked, and answers or fails as it was told to. */
final class RecordingEngine implements EngineCommands {
    final List<Object> asked = new ArrayList<>();
    UpdateOutcome outcome = new UpdateOutcome(true, List.of());
    RuntimeException failure = null;

    RecordingEngine failingWith(Problem... problems) {
        failure = new PipelineException(List.of(problems));
        return this;
    }

    @Override
    public RunningUpdate run(RunRequest request, ProgressListener listener) {
        note(request);
        return new RunningUpdate() {
            @Override
            public java.util.Optional<UpdatePreview> preview() {
                return java.util.Optional.empty();
            }

            @Override
            public UpdateOutcome await() {
                return outcome;
            }

            @Override
            public void stop() {
                asked.add("stop");
            }
        };
    }

    @Override
    public String validate(SpecRequest request, OutputFormat format) {
        return note(request, "validate " + format);
    }

    @Override
    public String graph(SpecRequest request, OutputFormat format) {
        return note(request, "graph " + format);
    }

    @Override
    public PlannedUpdate plan(RunRequest request, OutputFormat format) {
        note(request.pipeline());
        return new PlannedUpdate("plan " + format, outcome.problems());
    }

    @Override
    public QueryRows query(SpecRequest request, String sql) {
        note(request);
        return rows(sql);
    }

    @Override
    public void events(EventsRequest request, OutputFormat format, Consumer<String> printer) {
        note(request);
        printer.accept("an event");
    }

    @Override
    public QueryRows tables(SpecRequest request) {
        note(request);
        return rows("orders");
    }

    @Override
    public QueryRows savepoints(SpecRequest request) {
        note(request);
        return rows("before");
    }

    @Override
    public String createSavepoint(SpecRequest request, String name, List<String> tables) {
        asked.add(name + tables);
        return note(request, "created");
    }

    @Override
    public String expireSavepoints(SpecRequest request, List<String> names, String age) {
        asked.add(names + age);
        return note(request, "expired");
    }

    @Override
    public String restore(SpecRequest request, String name, List<String> tables) {
        asked.add(name + tables);
        return note(request, "restored");
    }

    @Override
    public RunningServer connect(SpecRequest request, int port, Consumer<String> notices) {
        note(request);
        asked.add(port);
        return new RunningServer() {
            @Override
            public String address() {
                return "sc://localhost:" + port + "/;token=secret";
            }

            @Override
            public void await() {
                notices.accept("an update");
            }

            @Override
            public void stop() {
                asked.add("stop");
            }

            @Override
            public void close() {
                asked.add("close");
            }
        };
    }

    private static QueryRows rows(String value) {
        List<Row> rows = List.of(RowFactory.create(value));
        return new QueryRows(new StructType().add("name", "string"), rows.iterator());
    }

    private String note(SpecRequest request, String answer) {
        note(request);
        return answer;
    }

    private void note(Object request) {
        asked.add(request);
        if (failure != null) {
            throw failure;
        }
    }
}
