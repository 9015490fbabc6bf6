package dev.replay.sms;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers as people and spreadsheets write them, read into E.164 by libphonenumber's tables. A number without blanks
 * is checked against its country's pattern directly, which takes 2 µs; only where that fails does it go through the whole
 * of libphonenumber's parser (7 µs), which knows trunk prefixes and says what is wrong.
 */
public final class PhoneNumbers {
    /** The country of numbers that belong to none, such as +800 or +870: ISO 3166's user-assigned "unknown". */
    public static final String NO_COUNTRY = "ZZ";

    private static final String NO_GEOGRAPHY = "001";
    private static final int MAX_DIGITS = 15;
    private static final int MIN_DIGITS = 4;
    private static final int MAX_RAW_LENGTH = 64;

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
    private static final boolean[] CALLING_CODES = new boolean[1000];
    private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?\\d+([.,]\\d*)?[eE][+-]?\\d+");
    private static final Pattern EXTENSION =
            Pattern.compile("[^\\p{L}]+(ext(ension|n)?\\.?|x|#)\\s*[:=]?\\s*\\d+", Pattern.CASE_INSENSITIVE);
    private static final Pattern FRACTION_OF_NOTHING = Pattern.compile("\\+?\\d+\\.0");

    private static final Pattern WITHIN_A_TEXT = Pattern.compile("\\+?\\d{4,}(\\d{3})");

    static {
        for (int code : LIBRARY.getSupportedCallingCodes()) CALLING_CODES[code] = true;
    }

    private PhoneNumbers() {}

    /** A text that people read who need not know whom it is about: of what looks like a phone number the last three digits. */
    public static String masked(String text) {
        return WITHIN_A_TEXT.matcher(text).replaceAll("…$1");
    }

    /** What a raw number turned out to be. */
    public sealed interface Result {}

    /**
     * A number of its country's numbering plan.
     *
     * @param e164 its digits, country calling code first, without +
     * @param country ISO 3166-1 alpha-2, {@link #NO_COUNTRY} where it belongs to none
     */
    public record Valid(long e164, String country) implements Result {}

    /** @param reason one sentence or two for the person who brought the number */
    public record Invalid(String reason) implements Result {}

    /** Whether national numbers of the region (ISO 3166-1 alpha-2, upper case) can be read. */
    public static boolean knowsRegion(String region) {
        return LIBRARY.getSupportedRegions().contains(region);
    }

    /**
     * @param raw with + or 00 and the country's calling code; or national where there is a default region; or, where it is
     *     no national number, the calling code without +. Blanks, dashes, dots, slashes and parentheses may stand between
     * @param defaultRegion ISO 3166-1 alpha-2, upper case; null for none
     * @throws IllegalArgumentException when there is no such region
     */
    public static Result parse(String raw, @Nullable String defaultRegion) {
        int regionCode = 0;
        if (defaultRegion != null) {
            if (!knowsRegion(defaultRegion)) throw new IllegalArgumentException("no such region: " + defaultRegion);
            regionCode = LIBRARY.getCountryCodeForRegion(defaultRegion);
        }
        Valid direct = direct(raw, regionCode);
        if (direct != null) return direct;

        if (raw.length() > MAX_RAW_LENGTH) return new Invalid("It is too long for a phone number.");
        String trimmed = withoutMarks(raw);
        String wrong = wrongCharacters(trimmed);
        if (wrong != null) return new Invalid(wrong);
        if (FRACTION_OF_NOTHING.matcher(trimmed).matches()) trimmed = trimmed.substring(0, trimmed.length() - 2);
        String digits = digits(trimmed);
        if (digits.isEmpty()) return new Invalid(trimmed.isEmpty() ? "The number is empty." : "It has no digits.");

        boolean plus = trimmed.indexOf('+') >= 0;
        direct = direct(plus ? "+" + digits : digits, regionCode);
        if (direct != null) return direct;
        if (plus) return international(digits);
        if (digits.startsWith("00")) {
            Result found = international(digits.substring(2));
            return found instanceof Invalid && defaultRegion != null
                    ? prefer(found, national(digits, defaultRegion))
                    : found;
        }
        if (defaultRegion == null) {
            Result found = international(digits);
            return found instanceof Valid
                    ? found
                    : new Invalid(
                            "It is no complete international number: write it with + and the country's calling code,"
                                    + " or name the default region of national numbers.");
        }
        Result found = national(digits, defaultRegion);
        return found instanceof Valid ? found : prefer(found, international(digits));
    }

    private static Result prefer(Result first, Result second) {
        return second instanceof Valid ? second : first;
    }

    /** Digits, or + and digits, that are valid as they stand; null otherwise, which decides nothing. */
    static @Nullable Valid direct(String raw, int regionCode) {
        int length = raw.length();
        boolean plus = length > 0 && raw.charAt(0) == '+';
        int from = plus ? 1 : 0;
        if (length - from < MIN_DIGITS || length - from > MAX_DIGITS) return null;
        long value = 0;
        for (int i = from; i < length; i++) {
            int digit = raw.charAt(i) - '0';
            if (digit < 0 || digit > 9) return null;
            value = value * 10 + digit;
        }
        // A leading zero is a trunk or international prefix, or part of an Italian number: not for here.
        if (raw.charAt(from) == '0') return null;
        if (!plus && regionCode != 0) {
            Valid national = check(regionCode, value);
            if (national != null) return national;
            // Files of national numbers often have them with the calling code and without +.
            int rest = length - length(regionCode);
            boolean own = rest > 0 && value / powerOfTen(rest) == regionCode && raw.charAt(length - rest) != '0';
            return own ? check(regionCode, value % powerOfTen(rest)) : null;
        }
        int code = 0;
        for (int i = from; i < from + 3; i++) {
            code = code * 10 + raw.charAt(i) - '0';
            if (!CALLING_CODES[code]) continue;
            if (raw.charAt(i + 1) == '0') return null;
            return check(code, value - code * powerOfTen(length - i - 1));
        }
        return null;
    }

    private static @Nullable Valid check(int callingCode, long national) {
        PhoneNumber number = new PhoneNumber().setCountryCode(callingCode).setNationalNumber(national);
        String region = LIBRARY.getRegionCodeForNumber(number);
        if (region == null || !LIBRARY.isValidNumberForRegion(number, region)) return null;
        long e164 = callingCode * powerOfTen(length(national)) + national;
        return length(e164) > MAX_DIGITS ? null : new Valid(e164, country(region));
    }

    private static int length(long value) {
        int length = 1;
        for (long rest = value; rest >= 10; rest /= 10) length++;
        return length;
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    private static Result international(String digits) {
        return parsed("+" + digits, digits, null);
    }

    private static Result national(String digits, String region) {
        return parsed(digits, digits, region);
    }

    /** Through libphonenumber's own parser. */
    static Result parsed(String number, String digits, @Nullable String defaultRegion) {
        if (digits.length() > MAX_DIGITS + 3) {
            return new Invalid(
                    "It has " + digits.length() + " digits; no phone number has more than " + MAX_DIGITS + ".");
        }
        try {
            PhoneNumber read = LIBRARY.parse(number, defaultRegion);
            String region = LIBRARY.getRegionCodeForNumber(read);
            if (region != null && LIBRARY.isValidNumberForRegion(read, region)) {
                // The national number is asked as text, since an Italian one may begin with zeros.
                String e164 = read.getCountryCode() + LIBRARY.getNationalSignificantNumber(read);
                if (e164.length() <= MAX_DIGITS) return new Valid(Long.parseLong(e164), country(region));
            }
            return new Invalid(complaint(read));
        } catch (NumberParseException e) {
            return new Invalid(
                    switch (e.getErrorType()) {
                        case INVALID_COUNTRY_CODE -> "No country has a calling code with which it begins.";
                        case TOO_LONG -> "It has too many digits for a phone number.";
                        case NOT_A_NUMBER, TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN ->
                            "It has too few digits for a phone number.";
                    });
        }
    }

    private static String complaint(PhoneNumber number) {
        ValidationResult possible = LIBRARY.isPossibleNumberWithReason(number);
        String region = LIBRARY.getRegionCodeForCountryCode(number.getCountryCode());
        String plan = name(region) + " (+" + number.getCountryCode() + ")";
        return switch (possible) {
            case TOO_SHORT -> "It has too few digits for " + plan + ".";
            case TOO_LONG -> "It has too many digits for " + plan + ".";
            case IS_POSSIBLE_LOCAL_ONLY -> "It lacks the area code of " + plan + ".";
            case INVALID_COUNTRY_CODE -> "No country has the calling code +" + number.getCountryCode() + ".";
            case INVALID_LENGTH -> "It has a wrong number of digits for " + plan + ".";
            case IS_POSSIBLE ->
                "There are no such numbers in " + plan + ": look for a wrong, missing or surplus digit.";
        };
    }

    private static String name(String region) {
        String name = Locale.of("", region).getDisplayCountry(Locale.ENGLISH);
        return region.equals(NO_GEOGRAPHY) || name.isEmpty() ? "an international service" : name;
    }

    private static @Nullable String wrongCharacters(String number) {
        if (SCIENTIFIC.matcher(number).matches()) {
            return "“" + number
                    + "” looks like a spreadsheet's scientific notation; format the column as text and export"
                    + " again.";
        }
        if (EXTENSION.matcher(number).matches()) return "It has an extension, to which no SMS can be sent.";
        boolean begun = false;
        for (int i = 0, c; i < number.length(); i += Character.charCount(c)) {
            c = number.codePointAt(i);
            if (Character.isLetter(c)) return "It has letters; write the digits.";
            if (c == '+' || c == '＋') {
                if (begun) return "It has a + that is not at its beginning.";
                begun = true;
            } else if (Character.isDigit(c)) {
                begun = true;
            } else if (!separates(c)) {
                return "It has the character “" + Character.toString(c) + "”, which no phone number has.";
            }
        }
        return null;
    }

    private static boolean separates(int c) {
        return c == '('
                || c == ')'
                || c == '.'
                || c == '/'
                || Character.isSpaceChar(c)
                || Character.isWhitespace(c)
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || c == '−';
    }

    /** Without the blanks around, the invisible marks of address books, and the apostrophe by which spreadsheets keep text. */
    private static String withoutMarks(String raw) {
        StringBuilder visible = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (Character.getType(c) != Character.FORMAT) visible.append(c == '＋' ? '+' : c);
        }
        String stripped = visible.toString().strip();
        return stripped.startsWith("'") ? stripped.substring(1).strip() : stripped;
    }

    /** The digits alone, those of other scripts as ASCII. */
    private static String digits(String number) {
        StringBuilder digits = new StringBuilder(number.length());
        for (int i = 0, c; i < number.length(); i += Character.charCount(c)) {
            c = number.codePointAt(i);
            if (Character.isDigit(c)) digits.append(Character.digit(c, 10));
        }
        return digits.toString();
    }

    /** As the API writes it: "+919812345678". */
    public static String format(long e164) {
        return "+" + e164;
    }

    /**
     * What somebody typed to find or name a number they know to be stored: its digits, with or without + and the usual
     * separators. Empty where it cannot be a number in E.164; whether one like it exists is not checked.
     */
    public static OptionalLong e164(String typed) {
        String trimmed = withoutMarks(typed);
        if (trimmed.length() > MAX_RAW_LENGTH || wrongCharacters(trimmed) != null) return OptionalLong.empty();
        String digits = digits(trimmed);
        if (digits.length() < MIN_DIGITS || digits.length() > MAX_DIGITS || digits.charAt(0) == '0')
            return OptionalLong.empty();
        return OptionalLong.of(Long.parseLong(digits));
    }

    /** ISO 3166-1 alpha-2 of a number in E.164; {@link #NO_COUNTRY} where it belongs to none or is not valid. */
    public static String countryOf(long e164) {
        PhoneNumber number = split(e164);
        if (number == null) return NO_COUNTRY;
        String region = LIBRARY.getRegionCodeForNumber(number);
        return region == null || !LIBRARY.isValidNumberForRegion(number, region) ? NO_COUNTRY : country(region);
    }

    /** Calling code and national number of a number in E.164; null where no country has such a code. */
    static @Nullable PhoneNumber split(long e164) {
        int code = callingCode(e164);
        if (code == 0) return null;
        int length = length(e164);
        int digits = length(code);
        long rest = e164 % powerOfTen(length - digits);
        PhoneNumber number = new PhoneNumber().setCountryCode(code).setNationalNumber(rest);
        int zeros = length - digits - length(rest);
        if (zeros > 0) number.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros);
        return number;
    }

    /** Of a number in E.164; 0 where no country has such a code. */
    static int callingCode(long e164) {
        if (e164 <= 0) return 0;
        int length = length(e164);
        for (int digits = 1; digits <= 3 && digits < length; digits++) {
            int code = (int) (e164 / powerOfTen(length - digits));
            if (CALLING_CODES[code]) return code;
        }
        return 0;
    }

    /** Of a country in ISO 3166-1 alpha-2; 0 where there is no such one. */
    static int callingCodeOf(String country) {
        return LIBRARY.getCountryCodeForRegion(country);
    }

    private static String country(String region) {
        return region.equals(NO_GEOGRAPHY) ? NO_COUNTRY : region;
    }
}
