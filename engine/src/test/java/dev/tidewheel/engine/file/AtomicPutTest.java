package dev.tidewheel.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicPutTest {

    @TempDir
    Path folder;

    @Test
    void withoutHardLinksALockGuardsTheRename() throws Exception {
        Path first = Files.writeString(folder.resolve("first"), "1");
        Path second = Files.writeString(folder.resolve("second"), "2");
        AtomicPut.moveUnderLock(first, folder.resolve("target"));
        assertThatThrownBy(() -> AtomicPut.moveUnderLock(second, folder.resolve("target")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(folder.resolve("target"))).isEqualTo("1");
        assertThat(second).exists();
    }
}
