package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
    @TempDir
    private Path temp;

    private PipelineFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new PipelineFolder(temp);
    }

    @Test
    void byDefaultAllOfTransformations() {
        folder.with("pipeline.yml", "name: x")
                .withSources("transformations/b.sql", "transformations/a/z.sql", "transformations/C.JAVA", "other.sql")
                .withSources("transformations/.hidden/x.sql", "transformations/.y.sql", "transformations/read.me");

        assertThat(folder.sources())
                .containsExactly("transformations/C.JAVA", "transformations/a/z.sql", "transformations/b.sql");
    }

    @Test
    void elseAllOfTheFolder() {
        folder.with("pipeline.yml", "name: x")
                .withSources("a.sql", "sub/B.java", "generate.py", "target/x.sql", "node_modules/x/y.sql")
                .withSources(".tidewheel/state/x.sql");

        assertThat(folder.sources()).containsExactly("a.sql", "sub/B.java");
    }

    @Test
    void pythonFilesAreSourcesAndScriptsBesideAPipelineFileAreNot() {
        folder.with("pipeline.yml", "name: x")
                .withSources("transformations/a.py", "transformations/b.ipynb", "setup.py");
        assertThat(folder.sources()).containsExactly("transformations/a.py", "transformations/b.ipynb");

        folder.with("pipeline.yml", "libraries: [tools/*.py, {notebook: transformations/a}]")
                .withSources("tools/make.py");
        assertThat(folder.sources()).containsExactly("tools/make.py", "transformations/a.py");
    }

    @Test
    void withoutAFolderForThemPythonFilesCountByWhatTheyImport() {
        folder.with("pipeline.yml", "name: x")
                .with("old.py", "import dlt")
                .with("sub/new.py", "from pyspark import pipelines as dp")
                .with("setup.py", "from setuptools import setup");

        assertThat(folder.sources()).containsExactly("old.py", "sub/new.py");
    }

    @Test
    void theStorageIsNeverLookedInto() {
        folder.with("pipeline.yml", "storage: lake\nlibraries: ['**']").withSources("lake/tables/x.sql", "a.sql");

        assertThat(folder.sources()).containsExactly("a.sql");
    }

    @Test
    void theOrderIsThatOfTheLibrariesAndNoFileComesTwice() {
        folder.with("pipeline.yml", "libraries: [z.sql, 'sub/**', '*.sql', sub]")
                .withSources("a.sql", "z.sql", "sub/b.sql", "sub/deep/c.sql");

        assertThat(folder.sources()).containsExactly("z.sql", "sub/b.sql", "sub/deep/c.sql", "a.sql");
    }

    @Test
    void globsOfSeveralForms() {
        folder.with("pipeline.yml", "libraries: [{glob: 'src/**/{a,b}?.sql'}, {glob: {include: ./src/c}}]")
                .withSources("src/a1.sql", "src/x/b2.sql", "src/x/y/a3.sql", "src/c1.sql", "src/c/d.sql", "src/a.sql");

        assertThat(folder.sources()).containsExactly("src/a1.sql", "src/x/b2.sql", "src/x/y/a3.sql", "src/c/d.sql");
    }

    @Test
    void notebooksMayLackTheirEnding() {
        folder.with("pipeline.yml", """
                        mounts: {/Workspace/Users/me/shop: .}
                        libraries:
                          - notebook: {path: /Workspace/Users/me/shop/bronze}
                          - notebook: {path: ./silver.v2}
                          - notebook: gold.sql
                        """).withSources("bronze.sql", "silver.v2.sql", "gold.sql");

        assertThat(folder.sources()).containsExactly("bronze.sql", "silver.v2.sql", "gold.sql");
    }

    @Test
    void platformPathsGoThroughMounts() {
        folder.with("pipeline.yml", """
                        mounts: {/Workspace/Users/me/shop: ./code, "dbfs:/": ./dbfs}
                        libraries:
                          - glob: {include: "/Workspace/Users/me/shop/transformations/**"}
                          - file: {path: dbfs:/sql/x.sql}
                          - jar: /dbfs/libs/shop.jar
                            class: shop.Pipeline
                          - jar: dbfs:/libs/shop.jar
                          - class: shop.Other
                        """)
                .withSources("code/transformations/deep/a.sql", "dbfs/sql/x.sql", "dbfs/libs/shop.jar");

        assertThat(folder.sources())
                .containsExactly(
                        "code/transformations/deep/a.sql",
                        "dbfs/sql/x.sql",
                        "shop.jar#shop.Pipeline",
                        "shop.jar#null",
                        "#shop.Other");
    }

    @Test
    void filters() {
        folder.with("pipeline.yml", """
                        libraries: [src]
                        filters: {include: ["src/*/**"], exclude: ["**/*_test.sql", src/old, "**/*.py"]}
                        """)
                .withSources("src/a.sql", "src/x/b.sql", "src/x/b_test.sql", "src/old/c.sql", "src/x/d.py");

        assertThat(folder.sources()).containsExactly("src/x/b.sql");
    }

    @Test
    void aFolderWithBracketsInItsName() {
        PipelineFolder odd = new PipelineFolder(temp.resolve("{a}[b] c"));
        odd.with("pipeline.yml", "libraries: ['src/**']\nfilters: {exclude: ['**/b*']}")
                .withSources("src/a.sql", "src/b.sql");

        assertThat(odd.sources()).containsExactly("src/a.sql");
    }

    @Test
    void linksThatLeadRoundInACircle() throws IOException {
        folder.with("pipeline.yml", "libraries: ['src/**']").withSources("src/a.sql");
        Files.createSymbolicLink(temp.resolve("src/loop"), temp.resolve("src"));

        assertThat(folder.sources()).containsExactly("src/a.sql");
    }

    @Test
    void reportsEverythingThatIsMissing() {
        folder.with("pipeline.yml", """
                        libraries:
                          - src/*.sql
                          - nowhere/**
                          - text/**
                          - ordrs.sql
                          - notebook: /Workspace/x/bronze
                          - glob: /Volumes/x/**
                          - dbfs:/x/y.sql
                          - empty
                        """).withSources("src/deep/a.sql", "text/read.me", "orders.sql", "empty/x.txt");

        assertThat(folder.sourceProblems()).isEqualTo("""
                SOURCE_FILE_NOT_FOUND | pipeline.yml:2:5 | The glob `src/*.sql` matches no source file in `<folder>/src` |  | Source files end in `.sql`, `.py` or `.java`; `folder/**` takes all below a folder
                SOURCE_FILE_NOT_FOUND | pipeline.yml:3:5 | The folder `nowhere` of the glob `nowhere/**` does not exist | Looked for `<folder>/nowhere` |
                SOURCE_FILE_NOT_FOUND | pipeline.yml:4:5 | The glob `text/**` matches no source file in `<folder>/text` | It matches 1 other file, such as `text/read.me` | Source files end in `.sql`, `.py` or `.java`; `folder/**` takes all below a folder
                SOURCE_FILE_NOT_FOUND | pipeline.yml:5:5 | `ordrs.sql` does not exist | Looked for `<folder>/ordrs.sql` | Did you mean `orders.sql`?
                SOURCE_FILE_NOT_FOUND | pipeline.yml:6:15 | `/Workspace/x/bronze` does not exist |  | Say where `/Workspace` is: add `mounts: {"/Workspace": <folder>}` to the pipeline file
                SOURCE_FILE_NOT_FOUND | pipeline.yml:7:11 | The folder `/Volumes/x` of the glob `/Volumes/x/**` does not exist |  | Say where `/Volumes` is: add `mounts: {"/Volumes": <folder>}` to the pipeline file
                SOURCE_FILE_NOT_FOUND | pipeline.yml:8:5 | `dbfs:/x/y.sql` is not on this machine |  | Say where `dbfs:/` is: add `mounts: {"dbfs:/": <folder>}` to the pipeline file
                SOURCE_FILE_NOT_FOUND | pipeline.yml:9:5 | There is no source file in the folder `<folder>/empty` |  | Add a file that ends in `.sql`, `.py` or `.java`, or name others under `libraries`""");
    }

    @Test
    void reportsWhatCannotBeRead() {
        folder.with("pipeline.yml", """
                        libraries:
                          - src/**
                          - read.me
                          - notebook: old
                          - whl: x.whl
                        """).withSources("src/a.sql", "src/b.py", "read.me", "old.ipynb");

        assertThat(folder.sourceProblems()).isEqualTo("""
                SOURCE_FILE_UNSUPPORTED | pipeline.yml:3:5 | `read.me` is not a source file |  | Source files end in `.sql`, `.py` or `.java`
                SOURCE_FILE_UNSUPPORTED | pipeline.yml:5:10 | `x.whl` is a wheel | A wheel is a package, not source code of a pipeline | Name it under `environment: {dependencies: [...]}`""");
    }

    @Test
    void nothingAtAll() {
        folder.with("pipeline.yml", "name: x").withSources("make.py");
        assertThat(folder.sourceProblems())
                .isEqualTo(
                        "SOURCE_FILE_NOT_FOUND | - | There is no source file in the folder `<folder>` |  | Add a file that ends in `.sql`, `.py` or `.java`, or name others under `libraries`");

        folder.with("pipeline.yml", "libraries: [a.sql]\nfilters: {exclude: ['*.sql']}")
                .withSources("a.sql");
        assertThat(folder.sourceProblems())
                .isEqualTo(
                        "SOURCE_FILE_NOT_FOUND | pipeline.yml:2:10 | No source file is left | `filters` leave out all that `libraries` name |");
    }
}
