package dev.replay.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Gsm7Test {
    static final String ALPHABET =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    + "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€";

    @Test
    void characters_have_the_septets_of_the_standard() {
        assertThat(Gsm7.encode("@£$Δ_ ΞÆßÉ¤¡§¿àü"))
                .containsExactly(
                        0x00, 0x01, 0x02, 0x10, 0x11, 0x20, 0x1A, 0x1C, 0x1E, 0x1F, 0x24, 0x40, 0x5F, 0x60, 0x7F, 0x7E);
        assertThat(Gsm7.encode("Hi~9")).containsExactly('H', 'i', 0x1B, 0x3D, '9');
    }

    @Test
    void extension_characters_are_escaped_and_count_two() {
        assertThat(Gsm7.encode("\f^{}\\[~]|€"))
                .containsExactly(
                        0x1B, 0x0A, 0x1B, 0x14, 0x1B, 0x28, 0x1B, 0x29, 0x1B, 0x2F, 0x1B, 0x3C, 0x1B, 0x3D, 0x1B, 0x3E,
                        0x1B, 0x40, 0x1B, 0x65);
        assertThat(Gsm7.septets('€')).isEqualTo(2);
        assertThat(Gsm7.septets('e')).isEqualTo(1);
        assertThat(Gsm7.septets('ê')).isZero();
    }

    @Test
    void the_alphabet_has_127_characters_and_10_more_by_escape_and_no_others() {
        int basic = 0;
        int extended = 0;
        for (int c = 0; c <= 0xFFFF; c++) {
            int septets = Gsm7.septets((char) c);
            assertThat(septets > 0).as("U+%04X", c).isEqualTo(ALPHABET.indexOf(c) >= 0);
            if (septets == 1) basic++;
            if (septets == 2) extended++;
        }
        assertThat(basic).isEqualTo(127);
        assertThat(extended).isEqualTo(10);
    }

    @Test
    void a_character_outside_of_the_alphabet_is_refused() {
        assertThatThrownBy(() -> Gsm7.encode("नमस्ते")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Gsm7.encode("\u001B")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknown_and_cut_off_escapes_are_shown_as_a_handset_shows_them() {
        assertThat(Gsm7.decode(new byte[] {0x1B, 'A', 0x1B, 0x65, 'x', 0x1B})).isEqualTo("A€x ");
        assertThat(Gsm7.decode(new byte[] {0x1B, 0x1B, 'b'})).isEqualTo(" b");
    }

    @Property
    void decoding_gives_back_what_was_encoded(@ForAll("gsmTexts") String text) {
        byte[] octets = Gsm7.encode(text);
        assertThat(octets).hasSize(Gsm7.septets(text));
        assertThat(Gsm7.decode(octets)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> gsmTexts() {
        return Arbitraries.strings().withChars(ALPHABET.toCharArray()).ofMaxLength(400);
    }

    @Test
    void septets_are_packed_as_the_standard_shows() {
        assertThat(Gsm7.pack(Gsm7.encode("hellohello"), 0))
                .containsExactly(0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37);
        // Seven spare bits would read as an @.
        assertThat(Gsm7.pack(Gsm7.encode("1234567"), 0)).hasSize(7).endsWith(0x1A);
    }

    @Property
    void what_was_packed_is_unpacked(
            @ForAll("septets") byte[] septets, @ForAll @net.jqwik.api.constraints.IntRange(max = 6) int fill) {
        byte[] packed = Gsm7.pack(septets, fill);
        assertThat(packed.length).isBetween((fill + 7 * septets.length + 7) / 8, (fill + 7 * septets.length + 14) / 8);
        byte[] unpacked = Gsm7.unpack(packed, fill);
        if (septets.length == 0 || septets[septets.length - 1] != 0x0D)
            assertThat(unpacked).isEqualTo(septets);
        else assertThat(unpacked).startsWith(septets);
    }

    @Provide
    Arbitrary<byte[]> septets() {
        return Arbitraries.bytes()
                .between((byte) 0, (byte) 127)
                .array(byte[].class)
                .ofMaxSize(170);
    }
}
