package dev.tidewheel.engine.source.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileListingTest {
    @TempDir
    Path folder;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }
    }

    private List<String> list(String path, Map<String, String> options) {
        FileSourceOptions parsed = FileSourceOptions.forReadFiles(options);
        return new FileListing(new Configuration(), folder + path, parsed, ZoneOffset.UTC)
                .list().files().stream()
                        .map(file -> file.path()
                                .substring("file:".length() + folder.toString().length() + 1))
                        .toList();
    }

    private Problem problem(String path) {
        List<Problem> problems = new ArrayList<>();
        assertThatThrownBy(() -> list(path, Map.of()))
                .isInstanceOfSatisfying(PipelineException.class, e -> problems.addAll(e.problems()));
        return problems.get(0);
    }

    @Test
    void findsFilesBelowAFolderButNoHiddenOnes() throws IOException {
        files(
                "b.json",
                "a.json",
                "sub/deep/c.json",
                "_SUCCESS",
                ".b.json.crc",
                "_delta_log/0.json",
                ".tmp/x.json",
                "_day=1/d.json");

        assertThat(list("", Map.of())).containsExactly("_day=1/d.json", "a.json", "b.json", "sub/deep/c.json");
        assertThat(list("/sub", Map.of())).containsExactly("sub/deep/c.json");
        assertThat(list("/a.json", Map.of())).containsExactly("a.json");
    }

    @Test
    void searchesOnlyPartitionsIfAsked() throws IOException {
        files("a.json", "sub/b.json", "day=1/c.json", "day=1/hour=2/d.json");

        assertThat(list("", Map.of("recursiveFileLookup", "false")))
                .containsExactly("a.json", "day=1/c.json", "day=1/hour=2/d.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/*.json            | a1.json,b.json,x/a2.json,x/y/a3.json",
                "/a?.json           | a1.json",
                "/x/*               | x/a2.json,x/y/a3.json",
                "/*/a*.json         | x/a2.json,x/y/a3.json",
                "/{b,x/a2}.json     | b.json,x/a2.json",
                "/{b,x/{a2,y/a3}}.json | b.json,x/a2.json,x/y/a3.json",
                "/[ac]1.*           | a1.json,c1.csv",
                "/[a-b]*.json       | a1.json,b.json",
                "/[^a]1.csv         | c1.csv",
                "/x/y               | x/y/a3.json",
                "/?                 | x/a2.json,x/y/a3.json",
                "/nothing*          | ''",
            })
    void understandsPatterns(String pattern, String expected) throws IOException {
        files("a1.json", "b.json", "c1.csv", "x/a2.json", "x/y/a3.json");

        assertThat(String.join(",", list(pattern, Map.of()))).isEqualTo(expected);
    }

    @Test
    void understandsStrictPatterns() throws IOException {
        files("a.json", "x/b.json", "x/y/c.json");
        Map<String, String> strict = Map.of("useStrictGlobber", "true");

        assertThat(list("/*.json", strict)).containsExactly("a.json");
        assertThat(list("/*/*.json", strict)).containsExactly("x/b.json");
        assertThat(list("/x*", strict)).containsExactly("x/b.json", "x/y/c.json");
    }

    @Test
    void takesPathsLiterallyThatExist() throws IOException {
        files("[1]/a b{ü}.json", "1/c.json");

        assertThat(list("/[1]", Map.of())).containsExactly("[1]/a b{ü}.json");
        assertThat(list("/[1]/a b{ü}.json", Map.of())).containsExactly("[1]/a b{ü}.json");
    }

    @Test
    void filtersByNameAndTime() throws IOException {
        files("a.json", "b.csv", "sub/c.json");
        Files.setLastModifiedTime(folder.resolve("a.json"), FileTime.fromMillis(1_767_225_600_000L));

        assertThat(list("", Map.of("fileNamePattern", "*.json"))).containsExactly("sub/c.json", "a.json");
        assertThat(list("", Map.of("pathGlobFilter", "{a,b}.*"))).containsExactly("b.csv", "a.json");
        assertThat(list("", Map.of("modifiedAfter", "2025-12-31T23:59:59"))).containsExactly("a.json");
        assertThat(list("", Map.of("modifiedBefore", "2026-01-01"))).containsExactly("b.csv", "sub/c.json");
        assertThat(list("", Map.of("modifiedAfter", "2026-01-01T02:00:00+02:00")))
                .isEmpty();
    }

    @Test
    void saysHowFarAPathExists() throws IOException {
        files("orders/2026/a.json");

        Problem problem = problem("/ordres/2026");

        assertThat(problem.code()).isEqualTo(ErrorCode.SOURCE_PATH_NOT_FOUND);
        assertThat(problem.message()).isEqualTo("`" + folder + "/ordres/2026` does not exist");
        assertThat(problem.cause()).isEqualTo("`" + folder + "` exists, but has no `ordres`");
        assertThat(problem.fix()).isEqualTo("Did you mean `orders`?");
        assertThat(problem("/orders/nothing/*.json").cause()).contains("has no `nothing`");
    }

    @Test
    void refusesBrokenPatterns() {
        assertThat(problem("/{a,b").code()).isEqualTo(ErrorCode.SOURCE_OPTION_INVALID);
        assertThat(problem("/[ab").code()).isEqualTo(ErrorCode.SOURCE_OPTION_INVALID);
    }

    @Test
    void changesItsFingerprintWithTheFiles() throws IOException {
        files("a.json");
        FileListing listing = new FileListing(
                new Configuration(), folder.toString(), FileSourceOptions.forReadFiles(Map.of()), ZoneOffset.UTC);
        String first = listing.list().fingerprint();

        assertThat(listing.list().fingerprint()).isEqualTo(first);
        Files.setLastModifiedTime(folder.resolve("a.json"), FileTime.fromMillis(2_000_000));
        String second = listing.list().fingerprint();
        assertThat(second).isNotEqualTo(first);
        files("b.json");
        assertThat(listing.list().fingerprint()).isNotEqualTo(second);
    }

    @Test
    void walksAnyFileSystemAlike() throws IOException {
        files("a.json", "x/b c.json", "x/_h/c.json", "day=1/ü.json", "x/y/z.json");
        org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("file:" + folder);
        FileSystem hadoop = root.getFileSystem(new Configuration());
        for (String glob : new String[] {"", "/x/*", "/*.json"}) {
            for (boolean all : new boolean[] {true, false}) {
                PathGlob pattern = glob.isEmpty() ? null : PathGlob.lenient(folder + glob);
                List<ListedFile> local = new ArrayList<>();
                List<ListedFile> remote = new ArrayList<>();
                new FolderWalk(pattern, all, file -> true, local::add).local(root, null);
                new FolderWalk(pattern, all, file -> true, remote::add).remote(hadoop, root);
                assertThat(local).isNotEmpty().containsExactlyInAnyOrderElementsOf(remote);
            }
        }
    }
}
