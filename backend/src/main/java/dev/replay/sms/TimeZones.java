package dev.replay.sms;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a phone number's owner may be, by libphonenumber's tables. Most calling codes have one zone, which takes 50 ns; a
 * number of another one goes through the tables, which takes 5 to 10 µs. Zones with the same rules count as one.
 */
public final class TimeZones {
    /** Numbers that differ only in their last four digits are in the same zones: no prefix of the tables is longer. */
    public static final long BLOCK = 10_000;

    private static final PhoneNumberToTimeZonesMapper LIBRARY = PhoneNumberToTimeZonesMapper.getInstance();
    private static final Map<Integer, List<ZoneId>> OF_CODE = new ConcurrentHashMap<>();
    private static final Map<List<String>, List<ZoneId>> KNOWN = new ConcurrentHashMap<>();

    private TimeZones() {}

    /** All zones that the number's owner may be in, equal lists being the same; empty where nothing is known. */
    public static List<ZoneId> of(long e164) {
        int code = PhoneNumbers.callingCode(e164);
        if (code == 0) return List.of();
        List<ZoneId> all = ofCode(code);
        if (all.size() == 1) return all;
        PhoneNumber number = PhoneNumbers.split(e164);
        return number == null ? List.of() : zones(LIBRARY.getTimeZonesForNumber(number));
    }

    /** All zones of the countries that share this one's calling code. */
    public static List<ZoneId> ofCountry(String country) {
        int code = PhoneNumbers.callingCodeOf(country);
        return code == 0 ? List.of() : ofCode(code);
    }

    private static List<ZoneId> ofCode(int code) {
        return OF_CODE.computeIfAbsent(
                code, c -> zones(LIBRARY.getTimeZonesForGeographicalNumber(new PhoneNumber().setCountryCode(c))));
    }

    private static List<ZoneId> zones(List<String> names) {
        return KNOWN.computeIfAbsent(List.copyOf(names), TimeZones::distinct);
    }

    private static List<ZoneId> distinct(List<String> names) {
        Set<ZoneRules> rules = new HashSet<>();
        return names.stream()
                .flatMap(name -> Stream.ofNullable(zone(name)))
                .filter(zone -> rules.add(zone.getRules()))
                .toList();
    }

    private static @Nullable ZoneId zone(String name) {
        if (name.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone())) return null;
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
