package dev.tidewheel.engine.event;

import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.ParquetHandler;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;

/**
 * A storage that fails now and then: before a commit is written, after it was written but before that is known, or when
 * data is written.
 */
final class FailingEngine implements Engine {
    private final Engine engine;
    private final Random random;
    private boolean failing = true;

    FailingEngine(Engine engine, Random random) {
        this.engine = engine;
        this.random = random;
    }

    void heal() {
        failing = false;
    }

    private boolean fails() {
        return failing && random.nextInt(4) == 0;
    }

    @Override
    public ExpressionHandler getExpressionHandler() {
        return engine.getExpressionHandler();
    }

    @Override
    public JsonHandler getJsonHandler() {
        return failing(JsonHandler.class, engine.getJsonHandler(), "writeJsonFileAtomically");
    }

    @Override
    public FileSystemClient getFileSystemClient() {
        return engine.getFileSystemClient();
    }

    @Override
    public ParquetHandler getParquetHandler() {
        return failing(ParquetHandler.class, engine.getParquetHandler(), "writeParquetFiles");
    }

    private <T> T failing(Class<T> type, T target, String method) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    boolean mayFail = called.getName().equals(method);
                    if (mayFail && fails()) {
                        throw new IOException("failed before, on purpose");
                    }
                    try {
                        Object result = called.invoke(target, arguments);
                        if (mayFail && fails()) {
                            throw new IOException("failed after, on purpose");
                        }
                        return result;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }
}
