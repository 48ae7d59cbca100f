package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.python.connect.ClientRequests;
import dev.tidewheel.engine.frontend.python.connect.PipelineCall;
import dev.tidewheel.engine.frontend.python.connect.RelationPlanner;
import dev.tidewheel.engine.frontend.python.connect.RelationReads;
import dev.tidewheel.engine.frontend.python.connect.UserSession;
import dev.tidewheel.engine.frontend.python.connect.WorkerPython;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.connect.proto.PipelineCommand;
import org.apache.spark.connect.proto.PipelineCommand.CreateDataflowGraph;
import org.apache.spark.connect.proto.PipelineCommand.DefineFlow;
import org.apache.spark.connect.proto.PipelineCommand.DefineOutput;
import org.apache.spark.connect.proto.PipelineCommand.DefineSqlGraphElements;
import org.apache.spark.connect.proto.PipelineCommand.StartRun;
import org.apache.spark.connect.proto.PipelineCommandResult;
import org.apache.spark.connect.proto.PipelineCommandResult.CreateDataflowGraphResult;
import org.apache.spark.connect.proto.PipelineCommandResult.DefineFlowResult;
import org.apache.spark.connect.proto.PipelineCommandResult.DefineOutputResult;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.ResolvedIdentifier;
import org.apache.spark.sql.classic.SparkSession;

/** Answers the commands of Spark's own client for pipelines. Thread-safe. */
public final class ClientFrontEnd implements ClientRequests {

    private final PipelineSettings settings;
    private final SparkSession base;
    private final ClientPipelines pipelines;
    private final Function<List<Path>, WorkerPython.Interpreter> workers;
    private final Map<String, Map<String, DeclaredGraph>> graphs = new ConcurrentHashMap<>();

    /**
     * @param settings what holds where a client says nothing
     * @param base session whose settings those of the clients take over
     * @param workers what runs functions that were declared in these files
     */
    public ClientFrontEnd(
            PipelineSettings settings,
            SparkSession base,
            ClientPipelines pipelines,
            Function<List<Path>, WorkerPython.Interpreter> workers) {
        this.settings = settings;
        this.base = base;
        this.pipelines = pipelines;
        this.workers = workers;
    }

    @Override
    public void opened(UserSession session) {
        session.prepare(base);
        session.runIn(WorkerPython.later(() -> workers.apply(List.of())));
        pipelines.use(session, settings.defaultScope());
    }

    @Override
    public void closed(String sessionId) {
        graphs.remove(sessionId);
    }

    @Override
    public PipelineCommandResult handle(PipelineCall call) throws InterruptedException {
        PipelineCommand command = call.command();
        switch (command.getCommandTypeCase()) {
            case CREATE_DATAFLOW_GRAPH:
                return create(command.getCreateDataflowGraph(), call);
            case DEFINE_OUTPUT:
                return define(command.getDefineOutput(), call);
            case DEFINE_FLOW:
                return define(command.getDefineFlow(), call);
            case DEFINE_SQL_GRAPH_ELEMENTS:
                define(command.getDefineSqlGraphElements(), call);
                break;
            case START_RUN:
                run(command.getStartRun(), call);
                break;
            case DROP_DATAFLOW_GRAPH:
                of(call).remove(command.getDropDataflowGraph().getDataflowGraphId());
                break;
            default:
                throw new PipelineException(Problem.of(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "the command " + command.getCommandTypeCase() + " is not known")
                        .because("the client of Spark 4.2.0 does not send it")
                        .remedy("use pyspark 4.2.0"));
        }
        return PipelineCommandResult.getDefaultInstance();
    }

    private PipelineCommandResult create(CreateDataflowGraph command, PipelineCall call) {
        NameScope scope = new NameScope(
                given(command.getDefaultCatalog(), settings.catalog()),
                given(command.getDefaultDatabase(), settings.schema()));
        Map<String, String> configuration = new LinkedHashMap<>(settings.configuration());
        configuration.putAll(command.getSqlConfMap());
        UserSession session = call.session();
        PythonSources sources = new PythonSources(settings.root());
        DeclaredGraph[] graph = new DeclaredGraph[1];
        WorkerPython python = WorkerPython.later(() -> workers.apply(graph[0].sources()));
        graph[0] = new DeclaredGraph(
                new Places(sources, scope), configuration, new RelationPlanner(session, python, List.of()));
        String id = UUID.randomUUID().toString();
        of(call).put(id, graph[0]);
        pipelines.use(session, scope);
        session.readThrough(new ColumnReader(graph[0], pipelines, session.spark()), sources, python);
        return PipelineCommandResult.newBuilder()
                .setCreateDataflowGraphResult(
                        CreateDataflowGraphResult.newBuilder().setDataflowGraphId(id))
                .build();
    }

    private static String given(String value, String otherwise) {
        return value.isBlank() ? otherwise : value;
    }

    private PipelineCommandResult define(DefineOutput output, PipelineCall call) {
        DeclaredGraph graph = graph(output.getDataflowGraphId(), call);
        SourceLocation place = graph.places().of(output);
        TableName name = graph.places().name(output.getOutputName(), place);
        graph.add(output);
        return PipelineCommandResult.newBuilder()
                .setDefineOutputResult(DefineOutputResult.newBuilder().setResolvedIdentifier(identifier(name)))
                .build();
    }

    private PipelineCommandResult define(DefineFlow flow, PipelineCall call) {
        DeclaredGraph graph = graph(flow.getDataflowGraphId(), call);
        SourceLocation place = graph.places().of(flow);
        TableName name = graph.places().name(flow.getFlowName(), place);
        if (flow.hasAutoCdcFlowDetails()) {
            graph.add(new DeclaredFlow(flow, null));
        } else {
            Relation relation = RelationReads.open(
                    flow.getRelationFlowDetails().getRelation(),
                    flow.getSourceCodeLocation().getFileName(),
                    flow.getSourceCodeLocation().getLineNumber());
            // the relation is kept in its other form only
            graph.add(
                    new DeclaredFlow(flow.toBuilder().clearRelationFlowDetails().build(), relation));
        }
        return PipelineCommandResult.newBuilder()
                .setDefineFlowResult(DefineFlowResult.newBuilder().setResolvedIdentifier(identifier(name)))
                .build();
    }

    private static ResolvedIdentifier identifier(TableName name) {
        return ResolvedIdentifier.newBuilder()
                .setCatalogName(name.catalog())
                .addNamespace(name.schema())
                .setTableName(name.name())
                .build();
    }

    private void define(DefineSqlGraphElements file, PipelineCall call) {
        DeclaredGraph graph = graph(file.getDataflowGraphId(), call);
        SourceText text = new SourceText(file.getSqlFilePath(), file.getSqlText());
        graph.addSql(() -> pipelines.sql(text, graph.places().scope(), graph.configuration()));
    }

    private void run(StartRun command, PipelineCall call) throws InterruptedException {
        DeclaredGraph graph = graph(command.getDataflowGraphId(), call);
        SparkSession session = call.session().spark();
        pipelines.run(new ClientRun(
                () -> graph.definitions(session),
                graph.places().scope(),
                graph.configuration(),
                command.getStorage(),
                new ClientRun.Refresh(
                        command.getRefreshSelectionList(),
                        command.getFullRefreshSelectionList(),
                        command.getFullRefreshAll()),
                command.getDry(),
                graph.sources(),
                call::event));
    }

    private Map<String, DeclaredGraph> of(PipelineCall call) {
        return graphs.computeIfAbsent(call.session().id(), id -> new ConcurrentHashMap<>());
    }

    private DeclaredGraph graph(String id, PipelineCall call) {
        DeclaredGraph graph = of(call).get(id);
        if (graph == null) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SELECTION_INVALID, "there is no dataflow graph `" + id + "` in this session")
                            .remedy("create it first; the server may have been started anew since"));
        }
        return graph;
    }
}
