package dev.tidewheel.model.settings;

import java.util.List;

/**
 * Who is told about what.
 *
 * @param recipients mail addresses
 * @param alerts names of events, such as {@code on-update-failure}
 */
public record Notification(List<String> recipients, List<String> alerts) {
    public Notification {
        recipients = List.copyOf(recipients);
        alerts = List.copyOf(alerts);
    }
}
