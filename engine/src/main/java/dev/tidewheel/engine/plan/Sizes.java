package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.lake.TableStatistics;
import java.util.Locale;

/** How much a table holds, as one says it. Stateless. */
public final class Sizes {

    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};
    private static final double STEP = 1024;

    private Sizes() {}

    /** Such as {@code 1,200 rows, 34.5 KB}. */
    public static String words(TableStatistics size) {
        String rows = size.rows() < 0
                ? "rows that are not counted"
                : String.format(Locale.ROOT, "%,d", size.rows()) + (size.rows() == 1 ? " row" : " rows");
        return rows + ", " + bytes(size.bytes());
    }

    private static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }
}
