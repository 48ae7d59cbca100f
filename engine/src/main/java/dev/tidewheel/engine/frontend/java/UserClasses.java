package dev.tidewheel.engine.frontend.java;

/** Makes the user's classes those that Spark and other libraries find, while this thread runs the user's code. */
final class UserClasses implements AutoCloseable {
    private final ClassLoader before;

    private UserClasses(ClassLoader before) {
        this.before = before;
    }

    static UserClasses of(Class<?> type) {
        Thread thread = Thread.currentThread();
        UserClasses classes = new UserClasses(thread.getContextClassLoader());
        thread.setContextClassLoader(type.getClassLoader());
        return classes;
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
