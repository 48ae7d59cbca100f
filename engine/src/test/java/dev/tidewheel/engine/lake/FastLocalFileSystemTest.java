package dev.tidewheel.engine.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastLocalFileSystemTest {
    @TempDir
    java.nio.file.Path folder;

    private FileSystem files;
    private FileContext context;
    private Path root;

    @BeforeEach
    void open() throws Exception {
        Configuration configuration = new Configuration();
        LocalStorage.sparkSettings()
                .forEach((key, value) -> configuration.set(key.replace("spark.hadoop.", ""), value));
        root = new Path(folder.toUri());
        files = FileSystem.newInstance(root.toUri(), configuration);
        context = FileContext.getFileContext(root.toUri(), configuration);
    }

    private Path write(String name, String text, boolean overwrite) throws Exception {
        Path path = new Path(root, name);
        try (OutputStream out = files.create(path, overwrite)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    private String read(Path path) throws Exception {
        try (InputStream in = files.open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void isWhatHadoopCallsALocalFileSystem() throws Exception {
        assertThat(files).isInstanceOf(FastLocalFileSystem.class);
        assertThat(context.getDefaultFileSystem()).isInstanceOf(FastLocalFs.class);
        assertThat(files.getUri()).hasToString("file:///");
    }

    @Test
    void writesReadsAndListsWithoutChecksumFiles() throws Exception {
        Path file = write("a/b ü%20/c.txt", "hello", false);
        assertThat(read(file)).isEqualTo("hello");
        FileStatus status = files.getFileStatus(file);
        assertThat(status.getLen()).isEqualTo(5);
        assertThat(status.isFile()).isTrue();
        assertThat(status.getPath()).isEqualTo(files.makeQualified(file));
        assertThat(status.getPermission()).isNotNull();
        assertThat(files.listStatus(file.getParent())).containsExactly(status);
        assertThat(folder.resolve("a/b ü%20").toFile().list()).containsExactly("c.txt");
        assertThat(files.listFiles(root, true).next().getPath()).isEqualTo(status.getPath());
        files.setPermission(file, new FsPermission((short) 0600));
        assertThat(files.delete(new Path(root, "a"), true)).isTrue();
        assertThatThrownBy(() -> files.getFileStatus(file)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files.listStatus(file)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files.open(file)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void createWithoutOverwriteRefuses() throws Exception {
        Path file = write("f", "1", false);
        assertThatThrownBy(() -> write("f", "2", false)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read(file)).isEqualTo("1");
        write("f", "3", true);
        assertThat(read(file)).isEqualTo("3");
        assertThatThrownBy(() -> context.create(file, EnumSet.of(CreateFlag.CREATE)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> write("f/below", "4", false)).isInstanceOf(java.io.IOException.class);
        assertThatThrownBy(() -> files.mkdirs(new Path(file, "below"))).isInstanceOf(ParentNotDirectoryException.class);
    }

    @Test
    void renameRefusesOrReplacesAsAsked() throws Exception {
        Path one = write("one", "1", false);
        Path two = write("two", "2", false);
        assertThatThrownBy(() -> context.rename(one, two, Options.Rename.NONE))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read(two)).isEqualTo("2");
        assertThat(files.exists(one)).isTrue();
        context.rename(one, two, Options.Rename.OVERWRITE);
        assertThat(read(two)).isEqualTo("1");
        assertThat(files.exists(one)).isFalse();
        context.rename(two, new Path(root, "three"), Options.Rename.NONE);
        assertThat(read(new Path(root, "three"))).isEqualTo("1");
        assertThatThrownBy(() -> context.rename(two, one, Options.Rename.NONE))
                .isInstanceOf(FileNotFoundException.class);
        files.mkdirs(new Path(root, "d/e"));
        context.rename(new Path(root, "d"), new Path(root, "g"), Options.Rename.NONE);
        assertThat(files.exists(new Path(root, "g/e"))).isTrue();
    }
}
