package dev.replay.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import org.jspecify.annotations.Nullable;

/** A string that is no text: PostgreSQL cannot keep U+0000, and half of a surrogate pair is no character. */
final class UnsoundText extends MismatchedInputException {
    private UnsoundText(JsonParser parser, String message) {
        super(parser, message, String.class);
    }

    static String refuse(JsonParser parser, String text) throws UnsoundText {
        String fault = faultOf(text);
        if (fault != null) throw new UnsoundText(parser, fault);
        return text;
    }

    /** @return what is wrong with the text, null where nothing is */
    static @Nullable String faultOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) return "holds the character U+0000 at " + i;
            if (!Character.isSurrogate(c)) continue;
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) return "holds half of a surrogate pair at " + i;
            i++;
        }
        return null;
    }
}
