package dev.tidewheel.engine.lake;

import org.apache.spark.sql.delta.TypeWidening;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;

/** Types that columns of tables can get while their files stay. Stateless. */
public final class WiderTypes {

    private WiderTypes() {}

    /** True if Delta reads values of {@code from} as those of {@code to}; the two differ. */
    public static boolean areKnown(DataType from, DataType to) {
        return from instanceof AtomicType one
                && to instanceof AtomicType other
                && TypeWidening.isTypeChangeSupported(one, other);
    }
}
