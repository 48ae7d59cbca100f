package dev.tidewheel.engine.frontend.python.connect;

/** Spark's errors are checked ones, though Scala does not declare them. Stateless. */
final class Unchecked {

    private Unchecked() {}

    /** To be thrown as {@code throw Unchecked.<RuntimeException>of(error)}. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Exception> E of(Exception error) throws E {
        throw (E) error;
    }
}
