package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkNoteTest {

    @Test
    void isThereAfterALargeUpdateAndGoneAfterASmallOne(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large/1-2");
        WorkNote note = new WorkNote(file);

        note.write(Duration.ofSeconds(90));
        assertThat(file).exists();
        note.write(Duration.ofSeconds(9));
        assertThat(file).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoTrouble(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        new WorkNote(file.resolve("note")).write(Duration.ofSeconds(90));
        new WorkNote(null).write(Duration.ofSeconds(90));
        assertThat(file).isEmptyFile();
    }
}
