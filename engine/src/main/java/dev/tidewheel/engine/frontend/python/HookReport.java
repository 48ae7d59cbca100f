package dev.tidewheel.engine.frontend.python;

/**
 * What went wrong with an event hook.
 *
 * @param hook name of the function
 * @param status {@code FAILED}, or {@code DISABLED} if it is not called any more
 * @param message why
 */
public record HookReport(String hook, String status, String message) {}
