package dev.replay.sms;

/** How the text of a message travels: GSM 03.38 septets, or 16-bit units where a character has no place in it. */
public enum Encoding {
    GSM_7,
    UCS_2
}
