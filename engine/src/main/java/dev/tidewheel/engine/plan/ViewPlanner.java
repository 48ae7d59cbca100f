package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.PublishedQuery;
import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.StoredView;
import dev.tidewheel.engine.lake.StoredViews;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the views that a graph publishes with those that are stored. Reads only. Thread-safe. */
final class ViewPlanner {

    private static final String COMMENT = "comment";

    private final Lake lake;
    private final StoredViews views;
    private final StorageLayout storage;
    private final Owner owner;

    ViewPlanner(Lake lake, StoredViews views, StorageLayout storage, Owner owner) {
        this.lake = lake;
        this.views = views;
        this.storage = storage;
        this.owner = owner;
    }

    /** What differs; whatever cannot be done is added to {@code problems}. */
    List<ViewPlan> plan(DataflowGraph graph, List<Problem> problems) {
        List<ViewPlan> plans = new ArrayList<>();
        for (ResolvedDataset dataset : graph.datasets().values()) {
            try {
                one(dataset).ifPresent(plans::add);
            } catch (PipelineException e) {
                problems.addAll(e.problems());
            }
        }
        return plans;
    }

    private Optional<ViewPlan> one(ResolvedDataset dataset) {
        TableName name = dataset.name();
        String file = storage.view(name);
        PublishedQuery published = dataset.published();
        if (published != null && dataset.definition() instanceof ViewDefinition view) {
            checkNoTable(view);
            StoredView wanted = stored(view, published);
            Optional<StoredView> before = views.read(file);
            before.ifPresent(found -> checkOwner(name, found, view.location()));
            if (before.isPresent() && before.get().sameAs(named(wanted, before.get()))) {
                return Optional.empty();
            }
            String reason = before.isPresent() ? "the definition changed" : "it is not published yet";
            return Optional.of(new ViewPlan(name, file, wanted, reason));
        }
        boolean visible = dataset.definition() instanceof TableDefinition table && !table.isPrivate();
        Optional<StoredView> obsolete = visible ? views.read(file) : Optional.empty();
        obsolete.ifPresent(found -> checkOwner(name, found, dataset.definition().location()));
        return obsolete.map(found -> new ViewPlan(name, file, null, "the name is a table's now"));
    }

    /** The name of the pipeline alone is no reason to write the view again. */
    private static StoredView named(StoredView wanted, StoredView before) {
        Map<String, String> properties = new HashMap<>(wanted.properties());
        String name = before.properties().get(Owner.NAME);
        properties.remove(Owner.NAME);
        if (name != null) {
            properties.put(Owner.NAME, name);
        }
        return new StoredView(
                wanted.query(),
                wanted.catalog(),
                wanted.namespace(),
                wanted.queryColumns(),
                wanted.schema(),
                properties,
                wanted.settings());
    }

    private StoredView stored(ViewDefinition view, PublishedQuery published) {
        Map<String, String> properties = new HashMap<>(view.properties());
        owner.mark(properties);
        if (view.comment() != null) {
            properties.put(COMMENT, view.comment());
        }
        return new StoredView(
                published.text(),
                published.scope().catalog(),
                List.of(published.scope().schema()),
                published.queryColumns(),
                published.columns(),
                properties,
                published.settings());
    }

    private void checkNoTable(ViewDefinition view) {
        String path = storage.table(view.name());
        if (lake.snapshot(path).isPresent()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.INCOMPATIBLE_CHANGE,
                            "`" + view.name().name() + "` is stored as a table but defined as a view")
                    .because("a view stores no rows, so the table would be lost")
                    .remedy("give the view another name, or drop the table at " + path)
                    .at(view.location())
                    .in(view.name().toString()));
        }
    }

    private void checkOwner(TableName name, StoredView found, SourceLocation place) {
        if (!owner.owns(found.properties())) {
            throw new PipelineException(Problem.of(
                            ErrorCode.TABLE_OWNED_BY_ANOTHER_PIPELINE,
                            Owner.words("the view `" + name + "`", found.properties()))
                    .because("a dataset is defined by one pipeline only")
                    .remedy(Owner.fix(found.properties(), storage.view(name)))
                    .at(place)
                    .in(name.toString()));
        }
    }
}
