package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.model.text.SourceText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** Takes the classes that the compiler makes, and remembers which source each is from. */
final class CompiledSources extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();
    private final Map<String, SourceText> origins = new LinkedHashMap<>();

    CompiledSources(JavaFileManager files) {
        super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        if (sibling instanceof SourceUnit unit) {
            origins.put(className, unit.source());
        }
        return new ClassFile(className, kind);
    }

    /** The source of each class, nested and anonymous ones included. */
    Map<String, SourceText> origins() {
        return origins;
    }

    /** Names of the classes, in the order of {@code sources} and then by name. */
    List<String> classNames(List<SourceText> sources) {
        return origins.keySet().stream()
                .sorted(Comparator.<String>comparingInt(name -> sources.indexOf(origins.get(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Writes a jar, which is the same, byte for byte, for the same classes. */
    void writeTo(Path jar) throws IOException {
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, ByteArrayOutputStream> entry : classes.entrySet()) {
                JarEntry file = new JarEntry(entry.getKey().replace('.', '/') + ".class");
                file.setTime(0);
                output.putNextEntry(file);
                entry.getValue().writeTo(output);
                output.closeEntry();
            }
        }
    }

    private final class ClassFile extends SimpleJavaFileObject {
        private final String className;

        ClassFile(String className, Kind kind) {
            super(URI.create("class:/" + className.replace('.', '/') + kind.extension), kind);
            this.className = className;
        }

        @Override
        public OutputStream openOutputStream() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(className, bytes);
            return bytes;
        }
    }
}
