package dev.tidewheel.engine.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFolderTest {
    @TempDir
    private Path folder;

    @Test
    void filesThatOnlyAnExecutorSeesAreNotCommitted() throws Exception {
        Files.writeString(folder.resolve("a b.parquet"), "x");
        WrittenFile here = new WrittenFile("a b.parquet", 1, 1, Map.of(), 1, "{}");
        WrittenFile elsewhere = new WrittenFile("c.parquet", 1, 1, Map.of(), 1, "{}");

        assertThatCode(() -> SharedFolder.check("file:" + folder, List.of(here)))
                .doesNotThrowAnyException();
        assertThatCode(() -> SharedFolder.check("s3a://bucket/table", List.of(elsewhere)))
                .doesNotThrowAnyException();
        PipelineException refused = catchThrowableOfType(
                PipelineException.class, () -> SharedFolder.check(folder.toString(), List.of(here, elsewhere)));
        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.problems().get(0).code()).isEqualTo(ErrorCode.STORAGE_NOT_SHARED);
    }
}
