package dev.tidewheel.testkit.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes up a pipeline and what happens to it. The same seed gives the same. Used once, by one thread. */
final class Storyteller {
    private static final List<Kind> PICKED = List.of(
            Kind.CLEAN,
            Kind.CLEAN,
            Kind.CHOSEN,
            Kind.ENRICHED,
            Kind.MERGED,
            Kind.MERGED,
            Kind.DISTINCT,
            Kind.WINDOWS,
            Kind.MEETINGS,
            Kind.TOTALS,
            Kind.TOTALS,
            Kind.RUNNING,
            Kind.COMPARED,
            Kind.FILES,
            Kind.PUBLISHED);

    private final Random random;
    private final RowMaker rows;
    private final List<Source> sources = new ArrayList<>();
    private final List<Node> datasets = new ArrayList<>();
    private final List<Node> removed = new ArrayList<>();
    private final Set<String> blurred = new HashSet<>();
    private int names;
    private int told;

    Storyteller(long seed) {
        this.random = new Random(seed);
        this.rows = new RowMaker(random);
    }

    List<Source> sources() {
        return List.copyOf(sources);
    }

    /** Tells the story; once. */
    List<Chapter> tell() {
        int number = 1 + random.nextInt(3);
        for (int i = 0; i < number; i++) {
            boolean orderly = random.nextInt(5) > 0;
            Source source = new Source("s" + i, random.nextBoolean(), random.nextInt(3) > 0, orderly);
            sources.add(source);
            add(new Node("b" + i, Kind.BRONZE, List.of(source.name()), "", 0, 0, "as it came", false, false));
        }
        int wanted = 3 + random.nextInt(6);
        while (datasets.size() < number + wanted) {
            addAny();
        }
        List<Chapter> chapters = new ArrayList<>();
        chapters.add(chapter(false, true, List.of()));
        int length = 3 + random.nextInt(3);
        while (chapters.size() < length) {
            int last = chapters.size() - 1;
            if (random.nextInt(4) == 0) {
                // what went wrong before would not be seen any more
                chapters.set(last, chapters.get(last).withJudgement());
                chapters.add(refresh());
            } else if (random.nextInt(8) == 0) {
                chapters.add(rebuild());
            } else {
                boolean edited = random.nextInt(5) < 3 && edit();
                chapters.add(chapter(edited, true, List.of()));
            }
        }
        chapters.set(length - 1, chapters.get(length - 1).withJudgement());
        return chapters;
    }

    private Chapter chapter(boolean edited, boolean arriving, List<String> options) {
        Map<String, List<List<SourceRow>>> files = new LinkedHashMap<>();
        if (arriving) {
            sources.forEach(source -> files.put(source.name(), rows.files(source, told)));
        }
        Chapter.Continuity continuity = options.isEmpty() ? continuity() : Chapter.Continuity.NOTHING;
        told++;
        return new Chapter(datasets, edited, files, options, blurred, continuity, false);
    }

    /**
     * Rows that come in several batches may be too late for a watermark that the first of them has set, and a flow that runs
     * once takes what is there.
     */
    private Chapter.Continuity continuity() {
        Set<String> inParts = new HashSet<>();
        boolean anyState = false;
        for (Node dataset : datasets) {
            boolean meeting = dataset.kind() == Kind.MEETINGS;
            if (!dataset.once().isEmpty() && !dataset.once().equals(Node.SEED)
                    || dataset.kind().keepsState() && dataset.inputs().stream().anyMatch(inParts::contains)
                    || meeting && !sources.stream().allMatch(Source::orderly)) {
                return Chapter.Continuity.NOTHING;
            }
            int flows = dataset.inputs().size() + (dataset.once().isEmpty() ? 0 : 1);
            if (dataset.kind() == Kind.MERGED && flows > 1
                    || meeting
                    || dataset.inputs().stream().anyMatch(inParts::contains)) {
                inParts.add(dataset.name());
            }
            anyState |= dataset.kind().keepsState();
        }
        // of the first files the columns are found out
        return anyState || told == 0 ? Chapter.Continuity.TABLES : Chapter.Continuity.FILES;
    }

    // ---- datasets
    // ----------------------------------------------------------------------------------------------------

    private void add(Node dataset) {
        datasets.add(dataset);
    }

    private void addAny() {
        Kind kind = PICKED.get(random.nextInt(PICKED.size()));
        List<Node> streams =
                having(dataset -> dataset.kind().isStream() && dataset.kind().hasRows());
        List<Node> stored = having(dataset -> dataset.kind().isStored() && dataset.kind() != Kind.REFERENCE);
        List<Node> storedStreams = having(dataset -> streams.contains(dataset) && stored.contains(dataset));
        List<Node> open = having(dataset -> stored.contains(dataset) && !dataset.hidden());
        List<String> inputs = switch (kind) {
            case CLEAN, CHOSEN, ENRICHED, DISTINCT, WINDOWS -> any(streams, 1);
            case MERGED -> any(streams, 1 + random.nextInt(3));
            case MEETINGS -> any(storedStreams, 2);
            case RUNNING -> any(storedStreams, 1);
            case TOTALS -> any(stored, 1);
            case COMPARED -> any(stored, 2);
            case PUBLISHED -> any(open, 1);
            case FILES -> List.of(sources.get(random.nextInt(sources.size())).name());
            case BRONZE, REFERENCE -> throw new IllegalStateException(kind + " is not picked");
        };
        if (inputs.size() < (kind == Kind.MEETINGS || kind == Kind.COMPARED ? 2 : 1)) {
            return;
        }
        if (kind == Kind.ENRICHED
                && having(dataset -> dataset.kind() == Kind.REFERENCE).isEmpty()) {
            add(new Node(Node.REFERENCE, Kind.REFERENCE, List.of(), "", 0, 0, "factors", false, false));
        }
        String once = "";
        if (kind == Kind.MERGED && random.nextBoolean()) {
            once = random.nextBoolean() ? Node.SEED : any(storedStreams, 1).get(0);
        }
        boolean hidden = kind.isStored() && random.nextInt(6) == 0;
        String name = "n" + ++names;
        add(new Node(name, kind, inputs, once, random.nextInt(15), random.nextInt(2), "made", hidden, false));
        if (!once.isEmpty() && !once.equals(Node.SEED)) {
            // what the other dataset had at that time
            blurred.add(name);
        }
    }

    private List<Node> having(Predicate<Node> condition) {
        return datasets.stream().filter(condition).toList();
    }

    private List<String> any(List<Node> from, int number) {
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i < number && !from.isEmpty(); i++) {
            found.add(from.get(random.nextInt(from.size())).name());
        }
        return List.copyOf(found);
    }

    // ---- changes of definitions
    // --------------------------------------------------------------------------------------

    /** Changes something; false if what was thought of does not fit. */
    private boolean edit() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> grow();
            case 2 ->
                change(dataset -> dataset.kind() == Kind.CLEAN || dataset.kind() == Kind.ENRICHED, found -> {
                    blurred.add(found.name());
                    return found.withFurtherColumn();
                });
            case 3 ->
                change(dataset -> dataset.kind() == Kind.CLEAN, found -> {
                    blurred.add(found.name());
                    return found.withBound(found.bound() + 1 + random.nextInt(9));
                });
            case 4 ->
                change(
                        dataset -> !dataset.kind().isStream() && dataset.kind() != Kind.REFERENCE,
                        found -> random.nextBoolean() ? found.withBound(found.bound() + 1) : found.withFurtherColumn());
            case 5 -> change(dataset -> dataset.kind() == Kind.MERGED, this::withAnotherFlow);
            case 6 ->
                change(
                        dataset -> dataset.kind() != Kind.CHOSEN,
                        found -> found.withComment("changed " + random.nextInt(100)));
            default -> restore() || remove();
        };
    }

    private boolean grow() {
        int before = datasets.size();
        addAny();
        return datasets.size() > before;
    }

    private boolean change(Predicate<Node> which, UnaryOperator<Node> how) {
        List<Node> found = having(which);
        if (found.isEmpty()) {
            return false;
        }
        Node chosen = found.get(random.nextInt(found.size()));
        datasets.set(datasets.indexOf(chosen), how.apply(chosen));
        return true;
    }

    private Node withAnotherFlow(Node merged) {
        int position = datasets.indexOf(merged);
        List<Node> before = datasets.subList(0, position).stream()
                .filter(dataset -> dataset.kind().isStream() && dataset.kind().hasRows())
                .toList();
        Set<String> inputs = new LinkedHashSet<>(merged.inputs());
        inputs.addAll(any(before, 1));
        return merged.withInputs(List.copyOf(inputs));
    }

    /** Defines again what was removed; it goes on from where it was. */
    private boolean restore() {
        if (removed.isEmpty() || random.nextBoolean()) {
            return false;
        }
        Node back = removed.remove(removed.size() - 1);
        if (!datasets.stream().map(Node::name).toList().containsAll(back.reads())) {
            return false;
        }
        return datasets.add(back);
    }

    private boolean remove() {
        List<Node> leaves = having(dataset -> dataset.kind() != Kind.BRONZE
                && datasets.stream().noneMatch(other -> other.reads().contains(dataset.name())));
        if (leaves.isEmpty()) {
            return false;
        }
        Node chosen = leaves.get(random.nextInt(leaves.size()));
        removed.add(chosen);
        return datasets.remove(chosen);
    }

    // ---- full refreshes
    // ----------------------------------------------------------------------------------------------

    /** Of everything, or of a table with all that reads it as a stream. */
    private Chapter refresh() {
        // positions of what is not defined now would point into tables that are gone
        removed.clear();
        if (random.nextInt(3) == 0) {
            blurred.removeIf(name -> !takesAnother(name));
            return chapter(false, false, List.of("--full-refresh-all"));
        }
        List<Node> streams =
                having(dataset -> dataset.kind().isStream() && dataset.kind().isStored());
        Set<String> anew = new LinkedHashSet<>(any(streams, 1));
        for (Node dataset : datasets) {
            if (dataset.streams().stream().anyMatch(anew::contains)) {
                anew.add(dataset.name());
            }
        }
        blurred.removeIf(name -> anew.contains(name) && !takesAnother(name));
        return chapter(false, false, refreshing(anew));
    }

    /** Options that compute these anew and, so that the update is about everything, refresh all others. */
    private List<String> refreshing(Set<String> anew) {
        Map<Boolean, List<String>> stored = having(dataset -> dataset.kind().isStored()).stream()
                .map(Node::name)
                .collect(Collectors.partitioningBy(anew::contains));
        List<String> options = new ArrayList<>();
        stored.forEach((isAnew, names) -> {
            if (!names.isEmpty()) {
                options.add((isAnew ? "--full-refresh=" : "--refresh=") + String.join(",", names));
            }
        });
        return options;
    }

    /** A definition that needs a full refresh is changed, and the update is told to make it. */
    private Chapter rebuild() {
        List<Node> windows = having(dataset -> dataset.kind() == Kind.WINDOWS);
        if (windows.isEmpty()) {
            return chapter(false, true, List.of());
        }
        Node chosen = windows.get(random.nextInt(windows.size()));
        datasets.set(datasets.indexOf(chosen), chosen.withBound(chosen.bound() + 1));
        return chapter(true, true, refreshing(Set.of(chosen.name())));
    }

    private boolean takesAnother(String name) {
        return having(dataset -> dataset.name().equals(name)).stream()
                .flatMap(dataset -> Stream.of(dataset.once()))
                .anyMatch(once -> !once.isEmpty() && !once.equals(Node.SEED));
    }
}
