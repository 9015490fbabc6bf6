package dev.replay.carrier.smpp;

/**
 * An SMPP address: type of number, numbering plan, and at most 20 characters.
 */
public record Address(int ton, int npi, String value) {
    private static final int INTERNATIONAL = 1;
    private static final int NETWORK_SPECIFIC = 3;
    private static final int ALPHANUMERIC = 5;
    private static final int ISDN = 1;

    private static final int SHORT_CODE_DIGITS = 6;
    private static final int E164_DIGITS = 15;
    private static final int ALPHANUMERIC_CHARACTERS = 11;

    public static final Address NONE = new Address(0, 0, "");

    static Address ofRecipient(long digits) {
        if (digits <= 0) throw new IllegalArgumentException("not a phone number: " + digits);
        return new Address(INTERNATIONAL, ISDN, Long.toString(digits));
    }

    /** Digits up to six are a short code, longer ones an international number (+ is dropped), the rest is alphanumeric. */
    static Address ofSender(String sender) {
        var digits = sender.startsWith("+") ? sender.substring(1) : sender;
        if (!digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (digits.length() > E164_DIGITS)
                throw new IllegalArgumentException("sender has more than 15 digits: " + sender);
            return digits.length() <= SHORT_CODE_DIGITS
                    ? new Address(NETWORK_SPECIFIC, 0, digits)
                    : new Address(INTERNATIONAL, ISDN, digits);
        }
        if (sender.isEmpty()
                || sender.length() > ALPHANUMERIC_CHARACTERS
                || sender.chars().anyMatch(c -> c < 0x20 || c > 0x7E))
            throw new IllegalArgumentException("sender is not 1 to 11 printable ASCII characters: " + sender);
        return new Address(ALPHANUMERIC, 0, sender);
    }

    /** The digits as a number, 0 when there are none or too many; + and blanks do not matter. */
    public long digits() {
        long number = 0;
        int count = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                number = number * 10 + (c - '0');
                if (++count > 18) return 0;
            } else if (c != '+' && c != ' ' && c != '-') {
                return 0;
            }
        }
        return number;
    }
}
