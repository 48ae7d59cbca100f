package dev.tidewheel.engine.graph;

import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * What is resolved by now, and who waits for what. Tasks run on several threads; everything that changes the board is
 * synchronized on it.
 */
final class ResolutionBoard implements GraphNames {

    /**
     * One query to be analysed.
     *
     * @param owner the view or flow that it belongs to
     * @param produces the dataset that it makes
     * @param location of the query
     */
    record Task(TableName owner, TableName produces, SourceLocation location, Runnable work) {}

    private sealed interface Outcome {
        Task task();

        record Done(Task task) implements Outcome {}

        record Parked(Task task, TableName awaited) implements Outcome {}

        record Failed(Task task, List<Problem> problems) implements Outcome {}
    }

    private final ResolutionContext context;
    private final Map<TableName, Dataset> definitions;
    private final Map<TableName, Integer> openFlows = new HashMap<>();
    /** Flows by their place among the definitions. */
    private final Map<TableName, Integer> order = new HashMap<>();

    private final Map<TableName, ResolvedDataset> datasets = Collections.synchronizedMap(new LinkedHashMap<>());
    /** Tables whose declared columns make no sense. */
    private final Map<TableName, List<Problem>> undeclarable = new LinkedHashMap<>();

    private final List<ResolvedFlow> flows = Collections.synchronizedList(new ArrayList<>());

    ResolutionBoard(ResolutionContext context, Map<TableName, Dataset> definitions) {
        this.context = context;
        this.definitions = definitions;
    }

    @Override
    public boolean defines(TableName name) {
        return definitions.containsKey(name);
    }

    @Override
    public ResolvedDataset await(TableName name) {
        ResolvedDataset dataset = datasets.get(name);
        if (dataset == null) {
            throw new DatasetNotReady(name);
        }
        return dataset;
    }

    @Override
    public List<String> names(NameScope scope) {
        return definitions.keySet().stream().map(scope::shorten).toList();
    }

    synchronized void expectFlow(FlowDefinition flow) {
        openFlows.merge(flow.target(), 1, Integer::sum);
        order.putIfAbsent(flow.name(), order.size());
    }

    /** Tables that declare their columns are known before any of their flows. */
    synchronized void announceDeclared() {
        for (Dataset dataset : definitions.values()) {
            if (dataset instanceof TableDefinition table) {
                Optional<StructType> declared;
                try {
                    declared = TargetSchema.declared(table);
                } catch (PipelineException e) {
                    undeclarable.put(table.name(), e.problems());
                    continue;
                }
                declared.ifPresent(schema -> table(table, schema));
            }
        }
    }

    synchronized void resolved(ResolvedDataset view) {
        datasets.put(view.name(), view);
    }

    synchronized void resolved(ResolvedFlow flow) {
        flows.add(flow);
        int open = openFlows.merge(flow.target(), -1, Integer::sum);
        if (open == 0 && !datasets.containsKey(flow.target())) {
            if (definitions.get(flow.target()) instanceof TableDefinition target) {
                // in the order of the definitions, whichever thread was faster
                List<ResolvedFlow> all = flows.stream()
                        .filter(other -> other.target().equals(flow.target()))
                        .sorted(Comparator.comparing(other -> order.getOrDefault(other.name(), 0)))
                        .toList();
                table(target, FlowColumns.of(target, all));
            }
        }
    }

    private void table(TableDefinition table, StructType schema) {
        StructType visible = schema;
        if (table instanceof StreamingTable && !context.startsAnew(table.name())) {
            Optional<StructType> stored = context.stored(table.name()).map(snapshot -> snapshot.schema());
            if (stored.isPresent()) {
                visible = TargetSchema.withStored(schema, stored.get());
            }
        }
        datasets.put(table.name(), new ResolvedDataset(table, visible, null, Set.of(table.name()), Map.of(), "", null));
    }

    /** Runs all tasks to the end; returns what is wrong. */
    List<Problem> run(List<Task> tasks, Executor threads) {
        return run(tasks, awaited -> List.of(), threads);
    }

    /**
     * The same for the tasks that are given and those that they turn out to need.
     *
     * @param demand what else to run when a dataset is waited for
     */
    List<Problem> run(List<Task> given, Function<TableName, List<Task>> demand, Executor threads) {
        List<Task> tasks = new ArrayList<>(given);
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        Map<TableName, List<Task>> parked = new LinkedHashMap<>();
        Map<Task, List<Problem>> failures = new IdentityHashMap<>();
        Set<TableName> failed = new HashSet<>(undeclarable.keySet());
        int running = 0;
        for (Task task : given) {
            threads.execute(() -> outcomes.add(attempt(task)));
            running++;
        }
        while (running > 0) {
            Outcome outcome = take(outcomes);
            running--;
            if (outcome instanceof Outcome.Failed failure) {
                failures.put(failure.task(), failure.problems());
                failed.add(failure.task().produces());
            } else if (outcome instanceof Outcome.Parked waiting) {
                parked.computeIfAbsent(waiting.awaited(), name -> new ArrayList<>())
                        .add(waiting.task());
                for (Task needed : demand.apply(waiting.awaited())) {
                    tasks.add(needed);
                    threads.execute(() -> outcomes.add(attempt(needed)));
                    running++;
                }
            }
            for (Task ready : takeReady(parked)) {
                threads.execute(() -> outcomes.add(attempt(ready)));
                running++;
            }
        }
        // in the order of the definitions, whichever thread was faster
        List<Problem> problems = new ArrayList<>();
        undeclarable.values().forEach(problems::addAll);
        tasks.forEach(task -> problems.addAll(failures.getOrDefault(task, List.of())));
        problems.addAll(stuck(tasks, parked, failed));
        if (problems.isEmpty()) {
            circle().ifPresent(problems::add);
        }
        return problems;
    }

    private static Outcome take(BlockingQueue<Outcome> outcomes) {
        try {
            return outcomes.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the graph was resolved", e);
        }
    }

    private static Outcome attempt(Task task) {
        try {
            task.work().run();
            return new Outcome.Done(task);
        } catch (DatasetNotReady e) {
            return new Outcome.Parked(task, e.dataset());
        } catch (PipelineException e) {
            return new Outcome.Failed(
                    task,
                    e.locatedAt(task.location()).about(task.owner().toString()).problems());
        } catch (Throwable e) {
            return new Outcome.Failed(
                    task,
                    List.of(GraphResolver.internal(e, task.location())
                            .in(task.owner().toString())));
        }
    }

    private List<Task> takeReady(Map<TableName, List<Task>> parked) {
        List<Task> ready = new ArrayList<>();
        parked.entrySet().removeIf(entry -> {
            if (!datasets.containsKey(entry.getKey())) {
                return false;
            }
            ready.addAll(entry.getValue());
            return true;
        });
        return ready;
    }

    /** Tasks that wait in a circle, each circle once. Those that wait for something that failed follow from it. */
    private static List<Problem> stuck(List<Task> tasks, Map<TableName, List<Task>> parked, Set<TableName> failed) {
        Map<Task, TableName> awaits = new IdentityHashMap<>();
        parked.forEach((awaited, those) -> those.forEach(task -> awaits.put(task, awaited)));
        Map<TableName, TableName> waitsFor = new LinkedHashMap<>();
        Map<TableName, Task> waiting = new HashMap<>();
        for (Task task : tasks) {
            TableName awaited = awaits.get(task);
            if (awaited != null) {
                waitsFor.putIfAbsent(task.produces(), awaited);
                waiting.putIfAbsent(task.produces(), task);
            }
        }
        List<Problem> problems = new ArrayList<>();
        Set<TableName> reported = new HashSet<>();
        for (TableName start : waitsFor.keySet()) {
            List<TableName> path = new ArrayList<>();
            TableName next = start;
            while (next != null && !path.contains(next) && !failed.contains(next)) {
                path.add(next);
                next = waitsFor.get(next);
            }
            if (next == null || failed.contains(next)) {
                continue;
            }
            List<TableName> circle = path.subList(path.indexOf(next), path.size());
            if (Collections.disjoint(circle, reported)) {
                reported.addAll(circle);
                problems.add(cycle(circle, waiting));
            }
        }
        return problems;
    }

    /** Tables that declare their columns are known before their flows, so that those can read in a circle. */
    private Optional<Problem> circle() {
        Map<TableName, Set<TableName>> reads = new LinkedHashMap<>();
        Map<TableName, Task> tasks = new HashMap<>();
        List<ResolvedFlow> byName = new ArrayList<>(flows);
        byName.sort(Comparator.comparing(ResolvedFlow::name));
        for (ResolvedFlow flow : byName) {
            reads.computeIfAbsent(flow.target(), name -> new HashSet<>()).addAll(flow.reads());
            tasks.putIfAbsent(
                    flow.target(),
                    new Task(
                            flow.name(),
                            flow.target(),
                            flow.definition().query().location(),
                            () -> {}));
        }
        Set<TableName> done = new HashSet<>();
        for (TableName start : reads.keySet()) {
            List<TableName> found = circleFrom(start, reads, new ArrayList<>(), done);
            if (!found.isEmpty()) {
                return Optional.of(cycle(found, tasks));
            }
        }
        return Optional.empty();
    }

    private static List<TableName> circleFrom(
            TableName table, Map<TableName, Set<TableName>> reads, List<TableName> path, Set<TableName> done) {
        if (path.contains(table)) {
            return path.subList(path.indexOf(table), path.size());
        }
        if (!done.contains(table)) {
            path.add(table);
            for (TableName read : reads.getOrDefault(table, Set.of())) {
                List<TableName> found = circleFrom(read, reads, path, done);
                if (!found.isEmpty()) {
                    return found;
                }
            }
            path.remove(path.size() - 1);
            done.add(table);
        }
        return List.of();
    }

    private static Problem cycle(List<TableName> circle, Map<TableName, Task> waiting) {
        TableName first = circle.get(0);
        Task task = java.util.Objects.requireNonNull(waiting.get(first));
        if (circle.size() == 1) {
            return Problem.of(ErrorCode.CYCLE, "`" + first.name() + "` reads itself")
                    .remedy("read another dataset; to add to a table from several places, use several flows")
                    .at(task.location())
                    .in(first.toString());
        }
        String path =
                circle.stream().map(TableName::name).collect(Collectors.joining(" reads ")) + " reads " + first.name();
        return Problem.of(ErrorCode.CYCLE, "these datasets read each other in a circle: " + path)
                .remedy("break the circle at one of them")
                .at(task.location())
                .in(first.toString());
    }

    /** The graph, once everything is resolved. */
    DataflowGraph graph(List<SinkDefinition> sinks) {
        Map<TableName, ResolvedDataset> ordered = new LinkedHashMap<>();
        List<ResolvedFlow> pending = new ArrayList<>(flows);
        List<ResolvedFlow> sorted = new ArrayList<>();
        while (!pending.isEmpty()) {
            List<ResolvedFlow> ready = pending.stream()
                    .filter(flow -> pending.stream()
                            .noneMatch(other -> other != flow
                                    && flow.reads().contains(other.target())
                                    && !other.target().equals(flow.target())))
                    .sorted(java.util.Comparator.comparing(ResolvedFlow::name))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("a circle was left in the graph");
            }
            sorted.addAll(ready);
            pending.removeAll(ready);
        }
        for (ResolvedFlow flow : sorted) {
            ResolvedDataset target = datasets.get(flow.target());
            if (target != null) {
                ordered.putIfAbsent(flow.target(), target);
            }
        }
        datasets.forEach(ordered::putIfAbsent);
        return new DataflowGraph(ordered, sorted, sinks);
    }
}
