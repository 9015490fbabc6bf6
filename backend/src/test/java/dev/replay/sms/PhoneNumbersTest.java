package dev.replay.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.replay.sms.PhoneNumbers.Invalid;
import dev.replay.sms.PhoneNumbers.Valid;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    @ParameterizedTest(name = "{0} without a region is {1} of {2}")
    @CsvSource({
        "+919812345678,919812345678,IN",
        "919812345678,919812345678,IN",
        "+91 98123 45678,919812345678,IN",
        "+91-98123-45678,919812345678,IN",
        "(+91) 98123.45678,919812345678,IN",
        "00919812345678,919812345678,IN",
        "'  +919812345678\u00A0',919812345678,IN",
        "\u202A+919812345678\u202C,919812345678,IN",
        "\uFEFF+919812345678,919812345678,IN",
        "'''+919812345678',919812345678,IN",
        "919812345678.0,919812345678,IN",
        "＋９１９８１２３４５６７８,919812345678,IN",
        "+९१९८१२३४५६७८,919812345678,IN",
        "+91 (0) 98123 45678,919812345678,IN",
        "+14155552671,14155552671,US",
        "+16135550123,16135550123,CA",
        "+447912345678,447912345678,GB",
        "+44 (0)7912 345678,447912345678,GB",
        "+77012345678,77012345678,KZ",
        "+79123456789,79123456789,RU",
        "+390612345678,390612345678,IT",
        "+3906 1234 5678,390612345678,IT",
        "+80012345678,80012345678,ZZ",
        "+4915123456789,4915123456789,DE"
    })
    void international_numbers(String raw, long e164, String country) {
        assertThat(PhoneNumbers.parse(raw, null)).isEqualTo(new Valid(e164, country));
        assertThat(PhoneNumbers.countryOf(e164)).isEqualTo(country);
    }

    @ParameterizedTest(name = "{0} in {1} is {2}")
    @CsvSource({
        "9812345678,IN,919812345678",
        "09812345678,IN,919812345678",
        "919812345678,IN,919812345678",
        "+447912345678,IN,447912345678",
        "00447912345678,IN,447912345678",
        "447912345678,IN,447912345678",
        "07912 345678,GB,447912345678",
        "(415) 555-2671,US,14155552671",
        "1 415 555 2671,US,14155552671",
        "919812345678,US,919812345678",
        "0612345678,FR,33612345678",
        "06 1234 5678,IT,390612345678",
        "89123456789,RU,79123456789"
    })
    void numbers_with_a_default_region(String raw, String region, long e164) {
        assertThat(PhoneNumbers.parse(raw, region))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.e164()).isEqualTo(e164));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.19812E+11", "9,19812E+11", "9.19812e11", "9E+11", "+9.19E+11", "1E5"})
    void scientific_notation_has_its_own_advice(String raw) {
        assertThat(reason(raw, "IN"))
                .isEqualTo("“" + raw + "” looks like a spreadsheet's scientific notation; format the column as text and"
                        + " export again.");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''|The number is empty.",
                "'   '|The number is empty.",
                "'--'|It has no digits.",
                "1800FLOWERS|It has letters; write the digits.",
                "n/a|It has letters; write the digits.",
                "+919812345678 ext 5|It has an extension, to which no SMS can be sent.",
                "+919812345678x5|It has an extension, to which no SMS can be sent.",
                "+919812345678#5|It has an extension, to which no SMS can be sent.",
                "+919812345678,+919812345679|It has the character “,”, which no phone number has.",
                "91+9812345678|It has a + that is not at its beginning.",
                "++919812345678|It has a + that is not at its beginning.",
                "+9999812345678|No country has a calling code with which it begins.",
                "+91981234567|There are no such numbers in India (+91): look for a wrong, missing or surplus digit.",
                "+9198123456789|There are no such numbers in India (+91): look for a wrong, missing or surplus digit.",
                "+910000000000|There are no such numbers in India (+91): look for a wrong, missing or surplus digit.",
                "+9198|It has too few digits for India (+91).",
                "+9198123|It has too few digits for India (+91).",
                "+919812345678901234|It has too many digits for India (+91).",
                "+911234567890123456789012345|It has 27 digits; no phone number has more than 15.",
                "12|It is no complete international number: write it with + and the country's calling code, or name the default region of national numbers.",
                "9812345678|It is no complete international number: write it with + and the country's calling code, or name the default region of national numbers."
            })
    void what_is_wrong_is_said_in_a_sentence(String raw, String reason) {
        assertThat(reason(raw, null)).isEqualTo(reason);
    }

    @Test
    void a_monstrous_field_is_refused_without_reading_it() {
        assertThat(reason("1".repeat(1_000_000), null)).isEqualTo("It is too long for a phone number.");
    }

    @Test
    void an_unknown_region_is_the_callers_mistake() {
        assertThat(PhoneNumbers.knowsRegion("IN")).isTrue();
        assertThat(PhoneNumbers.knowsRegion("XX")).isFalse();
        assertThatThrownBy(() -> PhoneNumbers.parse("123", "XX")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbers_go_out_with_a_plus() {
        assertThat(PhoneNumbers.format(919812345678L)).isEqualTo("+919812345678");
    }

    @Test
    void what_is_typed_into_a_filter_is_read_as_digits() {
        assertThat(PhoneNumbers.e164("+91 98123-45678")).hasValue(919812345678L);
        assertThat(PhoneNumbers.e164("919812345678")).hasValue(919812345678L);
        for (String other : new String[] {"", "abc", "091234567", "12", "1234567890123456", "98_12345"}) {
            assertThat(PhoneNumbers.e164(other)).as(other).isEmpty();
        }
    }

    @Test
    void a_number_of_no_country_has_none() {
        assertThat(PhoneNumbers.countryOf(-1)).isEqualTo("ZZ");
        assertThat(PhoneNumbers.countryOf(9990000000L)).isEqualTo("ZZ");
        assertThat(PhoneNumbers.countryOf(7)).isEqualTo("ZZ");
    }

    @Test
    void the_short_way_reads_every_regions_numbers_as_libphonenumber_does() {
        Random random = new Random(20261123);
        int taken = 0;
        for (String region : LIBRARY.getSupportedRegions()) {
            for (PhoneNumberType type : PhoneNumberType.values()) {
                PhoneNumber example = LIBRARY.getExampleNumberForType(region, type);
                if (example == null) continue;
                String plain = LIBRARY.format(example, PhoneNumberFormat.E164);
                for (int i = 0; i < 60; i++) {
                    if (agrees(i == 0 ? plain : changed(plain, random), region)) taken++;
                }
            }
        }
        assertThat(taken).isGreaterThan(20_000);
    }

    /** Both as an international and as a national number. @return whether the short way took the first */
    private static boolean agrees(String international, String region) {
        Valid direct = PhoneNumbers.direct(international, 0);
        if (direct != null) {
            assertThat(PhoneNumbers.parsed(international, international.substring(1), null))
                    .as(international)
                    .isEqualTo(direct);
            assertThat(PhoneNumbers.countryOf(direct.e164())).isEqualTo(direct.country());
        }
        int code = LIBRARY.getCountryCodeForRegion(region);
        String national = international.substring(1 + String.valueOf(code).length());
        Valid directNational = PhoneNumbers.direct(national, code);
        if (directNational != null) {
            assertThat(PhoneNumbers.parsed(national, national, region))
                    .as(national + " in " + region)
                    .isEqualTo(directNational);
        }
        String bare = international.substring(1);
        Valid directBare = PhoneNumbers.direct(bare, code);
        if (directBare != null) {
            PhoneNumbers.Result asNational = PhoneNumbers.parsed(bare, bare, region);
            assertThat(asNational instanceof Valid ? asNational : PhoneNumbers.parsed(international, bare, null))
                    .as(bare + " in " + region)
                    .isEqualTo(directBare);
        }
        return direct != null;
    }

    private static String changed(String number, Random random) {
        StringBuilder changed = new StringBuilder(number);
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            int at = 4 + random.nextInt(number.length() - 4);
            changed.setCharAt(at, (char) ('0' + random.nextInt(10)));
        }
        if (random.nextInt(5) == 0) changed.append((char) ('0' + random.nextInt(10)));
        return changed.toString();
    }

    private static String reason(String raw, String region) {
        return ((Invalid) PhoneNumbers.parse(raw, region)).reason();
    }
}
