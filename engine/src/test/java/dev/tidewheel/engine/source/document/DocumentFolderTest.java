package dev.tidewheel.engine.source.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.testing.FlakyFileSystem;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which failures of a folder of documents may pass. */
class DocumentFolderTest {

    @TempDir
    private Path folder;

    @AfterEach
    void calm() {
        FlakyFileSystem.failNextWrites(0);
    }

    private static DocumentFolder at(String place) {
        Configuration configuration = new Configuration();
        configuration.set("fs.flaky.impl", FlakyFileSystem.class.getName());
        return new DocumentFolder(configuration, place);
    }

    private static Problem refused(DocumentFolder documents) {
        return catchThrowableOfType(PipelineException.class, () -> documents.writeIfAbsent("1", "{}"))
                .problems()
                .get(0);
    }

    @Test
    void aConnectionThatBreaksMayPass() {
        DocumentFolder documents = at("flaky:" + folder.resolve("documents"));
        FlakyFileSystem.failNextWrites(1);
        Problem problem = refused(documents);
        assertThat(problem.code()).isEqualTo(ErrorCode.IO_FAILURE);
        assertThat(problem.cause()).contains("connection reset");

        assertThat(documents.writeIfAbsent("1", "{}")).isTrue();
        assertThat(documents.read("1")).contains("{}");
    }

    @Test
    void aFileInTheWayStays() throws IOException {
        Path file = Files.writeString(folder.resolve("documents"), "");
        assertThat(refused(at(file.toString())).code()).isEqualTo(ErrorCode.STORAGE_NOT_WRITABLE);
    }
}
