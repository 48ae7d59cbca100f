package dev.tidewheel.testkit.crash;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** When the process of an update is to be killed. */
sealed interface KillMoment {
    /** So many times as long as an undisturbed update takes. */
    int LONGEST_WAIT = 10;

    /** Waits for the moment; false if the update ended before. */
    boolean await(RunningUpdate update, FolderChanges changes) throws InterruptedException;

    /** Some time after its start. */
    record AfterMillis(long millis) implements KillMoment {
        @Override
        public boolean await(RunningUpdate update, FolderChanges changes) throws InterruptedException {
            return !update.endsWithin(millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public String toString() {
            return "after " + millis + " ms";
        }
    }

    /** Some time after so many changes in its storage; a continuous update may wait for the next ones for ever. */
    record AfterChanges(long number, long micros, long mostMillis) implements KillMoment {
        @Override
        public boolean await(RunningUpdate update, FolderChanges changes) throws InterruptedException {
            return changes.await(number, update, mostMillis) && !update.endsWithin(micros, TimeUnit.MICROSECONDS);
        }

        @Override
        public String toString() {
            return "after change " + number + " and " + micros + " µs";
        }
    }

    /**
     * Any moment in the life of an update, part of them found by what it writes: it does most of that in a small part of
     * its time. Of the rest, few are wasted on the start of the JVM.
     *
     * @param byChange the chance that it is found by what is written
     */
    static KillMoment choose(Random random, double byChange, Pace pace) {
        if (random.nextDouble() < byChange && pace.changes() > 0) {
            long micros = random.nextBoolean() ? 0 : random.nextInt(20_000);
            long mostMillis = LONGEST_WAIT * pace.millis();
            return new AfterChanges(1 + random.nextInt((int) pace.changes()), micros, mostMillis);
        }
        long from = random.nextInt(10) == 0 ? 0 : pace.firstChangeMillis();
        return new AfterMillis(from + (long) (random.nextDouble() * (pace.millis() - from)));
    }

    /**
     * How an undisturbed update went.
     *
     * @param millis from its start to its end
     * @param firstChangeMillis until it wrote something
     * @param changes in its storage
     */
    record Pace(long millis, long firstChangeMillis, long changes) {}
}
