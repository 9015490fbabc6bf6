package dev.replay.campaign;

/** What somebody sent, as a refusal quotes it: enough to recognise it, never the whole of it. */
public final class Shown {
    private static final int LENGTH = 100;

    private Shown() {}

    public static String shortened(String text) {
        return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
    }
}
