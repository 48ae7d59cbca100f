package dev.tidewheel.connector.mqtt.client;

import java.nio.charset.StandardCharsets;

/** What names and filters of topics may look like. Stateless. */
public final class TopicName {

    private static final int LONGEST = 65_535;

    private TopicName() {}

    /** True if messages can be published there. */
    public static boolean isName(String topic) {
        return isText(topic) && topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }

    /** True if it can be subscribed to: + and # stand alone between slashes, # only at the end. */
    public static boolean isFilter(String topic) {
        if (!isText(topic)) {
            return false;
        }
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean wild = level.indexOf('+') >= 0 || level.indexOf('#') >= 0;
            if (wild && (level.length() > 1 || (level.equals("#") && i < levels.length - 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(String topic) {
        return !topic.isEmpty() && topic.indexOf('\0') < 0 && topic.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }
}
