package dev.tidewheel.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between packages, as the architecture draws them, and the rules of the house that can be counted. */
class ArchitectureTest {
    private static final String ENGINE = "dev.tidewheel.engine";
    private static final int LONGEST_FILE = 500;

    /** What each package of the engine may see besides the model, itself and libraries. */
    private static final Map<String, List<String>> MAY_SEE = new LinkedHashMap<>();

    static {
        MAY_SEE.put("spark", List.of());
        MAY_SEE.put("file", List.of());
        MAY_SEE.put("library", List.of("spark"));
        MAY_SEE.put("state", List.of("spark", "file"));
        MAY_SEE.put("source", List.of("spark", "file"));
        MAY_SEE.put("lake", List.of("source", "file", "spark"));
        MAY_SEE.put("session", List.of("lake", "spark", "secret"));
        MAY_SEE.put("quality", List.of("spark"));
        MAY_SEE.put("event", List.of("spark", "state", "secret"));
        MAY_SEE.put("secret", List.of());
        MAY_SEE.put("sink", List.of("file"));
        MAY_SEE.put("frontend", List.of("spark", "sink", "secret"));
        MAY_SEE.put("graph", List.of("secret", "frontend", "source", "lake", "quality", "spark", "sink"));
        MAY_SEE.put("change", List.of("graph", "spark"));
        MAY_SEE.put("plan", List.of("change", "graph", "lake", "source", "file"));
        MAY_SEE.put("savepoint", List.of("plan", "graph", "lake", "source", "state", "spark"));
        MAY_SEE.put("flow", List.of("change", "plan", "graph", "lake", "quality", "source", "sink", "spark"));
        MAY_SEE.put("run", List.of("flow", "plan", "graph", "frontend", "lake", "quality", "source", "spark"));
    }

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tidewheel");
    }

    @Test
    void theModelKnowsNeitherEngineNorSpark() {
        noClasses()
                .that()
                .resideInAPackage("dev.tidewheel.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE + "..", "dev.tidewheel.api..", "org.apache.spark..", "io.delta..", "scala..")
                .check(all);
    }

    @Test
    void packagesSeeOnlyWhatIsBelowThem() {
        MAY_SEE.forEach((name, others) -> {
            List<String> allowed = new ArrayList<>(List.of(ENGINE + "." + name + "..", "dev.tidewheel.model.."));
            if (name.equals("graph") || name.equals("frontend")) {
                allowed.add("dev.tidewheel.api..");
            }
            others.forEach(other -> allowed.add(ENGINE + "." + other + ".."));
            classes()
                    .that()
                    .resideInAPackage(ENGINE + "." + name + "..")
                    .should()
                    .onlyDependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "are below " + name,
                            seen -> !seen.getPackageName().startsWith("dev.tidewheel.")
                                    || com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                                                    allowed.toArray(String[]::new))
                                            .test(seen)))
                    .check(all);
        });
    }

    @Test
    void everyPackageHasItsPlace() {
        List<String> found = all.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(ENGINE + "."))
                .map(name -> name.substring(ENGINE.length() + 1).split("\\.", 2)[0])
                .distinct()
                .sorted()
                .toList();
        assertThat(found)
                .containsExactlyElementsOf(MAY_SEE.keySet().stream().sorted().toList());
    }

    @Test
    void onlySqlAndJavaFrontEndsAndTheFacadeKnowThem() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE + ".frontend.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", ENGINE + ".spark..", ENGINE + ".frontend.java..")
                .check(all);
        noClasses()
                .that()
                .resideOutsideOfPackages(ENGINE, ENGINE + ".frontend.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE + ".frontend.sql..")
                .check(all);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ENGINE + ".(*)..").should().beFreeOfCycles().check(all);
        slices().matching("dev.tidewheel.model.(*)..").should().beFreeOfCycles().check(all);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager)").check(all);
    }

    @Test
    void filesStayReadable() throws IOException {
        Path root = Path.of(System.getProperty("tidewheel.root"));
        List<String> tooLong = new ArrayList<>();
        int files = 0;
        for (String module : List.of("model", "engine", "connectors", "cli", "bench")) {
            Path sources = root.resolve(module).resolve("src");
            if (!Files.isDirectory(sources)) {
                continue;
            }
            try (Stream<Path> walk = Files.walk(sources)) {
                for (Path file :
                        walk.filter(path -> path.toString().endsWith(".java")).toList()) {
                    files++;
                    try (Stream<String> lines = Files.lines(file)) {
                        if (lines.count() > LONGEST_FILE) {
                            tooLong.add(root.relativize(file).toString());
                        }
                    }
                }
            }
        }
        assertThat(files).isGreaterThan(100);
        assertThat(tooLong).isEmpty();
    }
}
