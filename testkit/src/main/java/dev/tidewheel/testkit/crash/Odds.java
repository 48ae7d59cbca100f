package dev.tidewheel.testkit.crash;

/**
 * How a drill kills. Immutable.
 *
 * @param again the chance that the update that should mend what a kill has left is killed, too
 * @param byChange the chance that the moment is that of a change in the storage, not a time
 */
public record Odds(double again, double byChange) {}
