package dev.tidewheel.connector.mqtt.client;

/** What the numbers mean with which brokers refuse something. Stateless. */
final class ReasonCode {

    /** Smaller ones are no refusals in MQTT 5. */
    static final int FIRST_REFUSAL = 0x80;

    private ReasonCode() {}

    /** In words, with what the broker itself says. */
    static String text(int code, String reason) {
        return words(code) + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** True if the user is refused, rather than the server being out of order. */
    static boolean isDenial(int code) {
        return switch (code) {
            case 4, 5, 0x86, 0x87, 0x8A, 0x8C -> true;
            default -> false;
        };
    }

    /** Of both versions; those of 3.1.1 are below {@link #FIRST_REFUSAL}. */
    private static String words(int code) {
        return switch (code) {
            case 1, 0x84 -> "this version of MQTT is not supported";
            case 2, 0x85 -> "the client id is not valid";
            case 3, 0x88 -> "the server is unavailable";
            case 4, 0x86 -> "bad user name or password";
            case 5, 0x87 -> "not authorized";
            case 0x80 -> "refused without a reason";
            case 0x81 -> "malformed packet";
            case 0x82 -> "protocol error";
            case 0x89 -> "the server is busy";
            case 0x8A -> "banned";
            case 0x8B -> "the server is shutting down";
            case 0x8C -> "bad authentication method";
            case 0x8D -> "nothing was heard for too long";
            case 0x8E -> "another client came with the same client id";
            case 0x8F -> "the topic filter is not valid";
            case 0x90 -> "the topic name is not valid";
            case 0x93 -> "more messages under way than allowed";
            case 0x95 -> "the message is too large";
            case 0x96 -> "too many messages a second";
            case 0x97 -> "quota exceeded";
            case 0x99 -> "the payload is not of the format that was told";
            case 0x9A -> "retained messages are not supported";
            case 0x9B -> "this QoS is not supported";
            case 0x9C, 0x9D -> "use another server";
            default -> "reason code " + code;
        };
    }
}
