package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.model.text.SourceText;
import java.net.URI;
import java.net.URISyntaxException;
import javax.tools.SimpleJavaFileObject;

/** A source file as the compiler wants it. */
final class SourceUnit extends SimpleJavaFileObject {
    private final SourceText source;

    SourceUnit(SourceText source) {
        super(address(source.file()), Kind.SOURCE);
        this.source = source;
    }

    private static URI address(String file) {
        try {
            return new URI("source", null, "/" + file.replace('\\', '/'), null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(file, e);
        }
    }

    SourceText source() {
        return source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.content();
    }
}
