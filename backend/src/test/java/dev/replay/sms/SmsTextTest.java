package dev.replay.sms;

import static dev.replay.sms.Encoding.GSM_7;
import static dev.replay.sms.Encoding.UCS_2;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.sms.SmsText.Forcing;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsTextTest {
    private static final String EMOJI = "😀";

    @ParameterizedTest(name = "{0} plain characters: {1} segments, {2} units left")
    @CsvSource({
        "0,1,160",
        "1,1,159",
        "160,1,0",
        "161,2,145",
        "306,2,0",
        "307,3,152",
        "459,3,0",
        "1530,10,0",
        "1531,11,152"
    })
    void segments_of_plain_text(int length, int segments, int remaining) {
        assertIs("a".repeat(length), GSM_7, length, segments, remaining);
    }

    @ParameterizedTest(name = "{0} Devanagari characters: {1} segments, {2} units left")
    @CsvSource({"1,1,69", "70,1,0", "71,2,63", "134,2,0", "135,3,66", "670,10,0", "671,11,66"})
    void segments_of_text_beyond_the_gsm_alphabet(int length, int segments, int remaining) {
        assertIs("क".repeat(length), UCS_2, length, segments, remaining);
    }

    @Test
    void an_escaped_character_counts_two() {
        assertIs("€".repeat(80), GSM_7, 160, 1, 0);
        assertIs("€".repeat(80) + "a", GSM_7, 161, 2, 153 - 9);
        assertIs("a".repeat(159) + "€", GSM_7, 161, 2, 153 - 8);
    }

    @Test
    void an_escape_pair_on_the_seam_moves_to_the_next_part_whole() {
        SmsText text = SmsText.of("a".repeat(152) + "€" + "b".repeat(151));
        assertThat(text.units()).isEqualTo(305);
        assertThat(text.segments()).isEqualTo(2);
        assertThat(text.remaining()).isZero();
        assertThat(text.parts()).extracting(part -> part.length).containsExactly(152, 153);
        // 306 septets would fit two parts, but one is lost at the seam.
        assertIs("a".repeat(152) + "€" + "b".repeat(152), GSM_7, 306, 3, 152);
    }

    @Test
    void an_emoji_on_the_seam_moves_to_the_next_part_whole() {
        SmsText text = SmsText.of("क".repeat(66) + EMOJI + "क".repeat(65));
        assertThat(text.units()).isEqualTo(133);
        assertThat(text.parts()).extracting(part -> part.length / 2).containsExactly(66, 67);
        assertIs("क".repeat(66) + EMOJI + "क".repeat(66), UCS_2, 134, 3, 66);
        assertIs(EMOJI.repeat(35), UCS_2, 70, 1, 0);
        assertIs(EMOJI.repeat(36), UCS_2, 72, 2, 67 - 6);
    }

    @Test
    void ucs_2_goes_out_big_endian_without_a_mark() {
        assertThat(SmsText.of("कA").parts()).containsExactly(new byte[] {0x09, 0x15, 0x00, 0x41});
    }

    @Test
    void a_gsm_text_forces_nothing() {
        assertThat(SmsText.of("Straße {1} für 5€").forcing()).isEmpty();
    }

    @Test
    void what_forces_ucs_2_is_named_with_its_place_and_a_way_out() {
        assertThat(SmsText.of("“Hi” – it’s… ê\u00A0😀क").forcing())
                .containsExactly(
                        new Forcing("“", 0, "\""),
                        new Forcing("”", 3, "\""),
                        new Forcing("–", 5, "-"),
                        new Forcing("’", 9, "'"),
                        new Forcing("…", 11, "..."),
                        new Forcing("ê", 13, "e"),
                        new Forcing("\u00A0", 14, " "),
                        new Forcing("😀", 15, null),
                        new Forcing("क", 17, null));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "ç,c",
        "ș,s",
        "Ł,L",
        "ø̂,''",
        "á,a",
        "`,''''",
        "œ,oe",
        "ώ,Ω",
        "Α,A",
        "σ,Σ",
        "Ａ,A",
        "₹,Rs.",
        "Ố,O",
        "ǻ,a",
        "｀,''''",
        "\u200B,''",
        "×,x"
    })
    void suggestions_keep_the_meaning(String character, String suggestion) {
        List<Forcing> forcing = SmsText.of(character).forcing();
        assertThat(forcing).hasSize(1);
        assertThat(forcing.getFirst().suggestion()).isEqualTo(suggestion);
    }

    @Test
    void line_separators_become_line_feeds_and_tabs_blanks() {
        assertThat(SmsText.of("\u2028\u0085\t").forcing())
                .extracting(Forcing::suggestion)
                .containsExactly("\n", "\n", " ");
    }

    @Test
    void nothing_is_suggested_where_the_meaning_would_change() {
        for (String character : List.of("½", "²", "°", "ж", "中", "ª", "क़", "한", "±")) {
            assertThat(SmsText.of(character).forcing())
                    .as(character)
                    .extracting(Forcing::suggestion)
                    .containsOnlyNulls();
        }
    }

    @Test
    void every_suggestion_is_of_the_gsm_alphabet_and_of_no_character_that_has_it_already() {
        for (int c = 0; c <= 0x1FFFF; c++) {
            for (Forcing forcing : SmsText.of(Character.toString(c)).forcing()) {
                if (forcing.suggestion() == null) continue;
                assertThat(Gsm7.covers(forcing.suggestion())).as("U+%04X", c).isTrue();
            }
        }
    }

    @Test
    void encodings_have_their_names_in_json() throws Exception {
        assertThat(new ObjectMapper().writeValueAsString(Encoding.values())).isEqualTo("[\"GSM-7\",\"UCS-2\"]");
    }

    @Property
    void parts_of_a_gsm_text_hold_the_text_and_no_more_than_a_part_may(@ForAll("gsmTexts") String text) {
        SmsText sms = SmsText.of(text);
        assertThat(sms.encoding()).isEqualTo(GSM_7);
        assertThat(sms.parts().stream().map(Gsm7::decode).collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(sms.parts().stream().mapToInt(part -> part.length).sum()).isEqualTo(sms.units());
        assertLimits(sms, 1);
        assertThat(sms.parts()).noneMatch(part -> part.length > 0 && part[part.length - 1] == Gsm7.ESCAPE);
    }

    @Property
    void parts_of_any_other_text_hold_the_text_and_no_more_than_a_part_may(@ForAll("otherTexts") String text) {
        SmsText sms = SmsText.of(text);
        assertThat(sms.encoding()).isEqualTo(UCS_2);
        assertThat(sms.units()).isEqualTo(text.length());
        // A pair split over parts would decode to replacement characters.
        assertThat(sms.parts().stream().map(part -> new String(part, UTF_16BE)).collect(Collectors.joining()))
                .isEqualTo(text);
        assertLimits(sms, 2);
    }

    private static void assertLimits(SmsText sms, int octetsPerUnit) {
        List<byte[]> parts = sms.parts();
        assertThat(sms.segments()).isEqualTo(parts.size()).isEqualTo(SmsText.segments(sms.text()));
        int limit =
                parts.size() == 1 ? sms.encoding().unitsAlone() : sms.encoding().unitsInPart();
        assertThat(parts).allMatch(part -> part.length <= limit * octetsPerUnit);
        assertThat(parts.subList(0, parts.size() - 1)).allMatch(part -> part.length >= (limit - 1) * octetsPerUnit);
        assertThat(sms.remaining()).isEqualTo(limit - parts.getLast().length / octetsPerUnit);
    }

    private static void assertIs(String text, Encoding encoding, int units, int segments, int remaining) {
        SmsText sms = SmsText.of(text);
        assertThat(sms.encoding()).isEqualTo(encoding);
        assertThat(sms.units()).isEqualTo(units);
        assertThat(sms.segments()).isEqualTo(segments);
        assertThat(sms.remaining()).isEqualTo(remaining);
        assertThat(SmsText.segments(text)).isEqualTo(segments);
        assertThat(sms.parts()).hasSize(segments);
    }

    @Provide
    Arbitrary<String> gsmTexts() {
        return Arbitraries.strings()
                .withChars(Gsm7Test.ALPHABET.toCharArray())
                .withChars("€[]{}")
                .ofMaxLength(700);
    }

    @Provide
    Arbitrary<String> otherTexts() {
        return Arbitraries.of("a", "€", "क", "é", EMOJI, "👩", "ж")
                .list()
                .ofMaxSize(400)
                .map(list -> String.join("", list) + "ж");
    }
}
