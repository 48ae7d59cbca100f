package dev.tidewheel.engine.frontend.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/** What must be the same for code that is loaded to be still good. */
record CodeState(JavaLibraries libraries, List<JarState> jars) {

    record JarState(Path jar, long size, FileTime modified) {}

    static CodeState of(JavaLibraries libraries) {
        List<JarState> jars = new ArrayList<>();
        for (Path jar : libraries.jars()) {
            try {
                jars.add(new JarState(jar, Files.size(jar), Files.getLastModifiedTime(jar)));
            } catch (IOException e) {
                // a jar that is not there is reported by who loads it
                jars.add(new JarState(jar, -1, FileTime.fromMillis(0)));
            }
        }
        return new CodeState(libraries, jars);
    }
}
