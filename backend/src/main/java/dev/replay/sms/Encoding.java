package dev.replay.sms;

import com.fasterxml.jackson.annotation.JsonValue;

/** How the text of a message travels: GSM 03.38 septets, or 16-bit units where a character has no place in it. */
public enum Encoding {
    GSM_7("GSM-7", 160, 153),
    UCS_2("UCS-2", 70, 67);

    private final String label;
    private final int unitsAlone;
    private final int unitsInPart;

    Encoding(String label, int unitsAlone, int unitsInPart) {
        this.label = label;
        this.unitsAlone = unitsAlone;
        this.unitsInPart = unitsInPart;
    }

    @JsonValue
    public String label() {
        return label;
    }

    /** Units (septets or 16-bit units) that fit a message of one segment. */
    public int unitsAlone() {
        return unitsAlone;
    }

    /** Units that fit each segment of a longer message: its user data header of 6 octets takes 7 septets or 3 units. */
    public int unitsInPart() {
        return unitsInPart;
    }
}
