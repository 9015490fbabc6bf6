package dev.replay.carrier.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.Delivery;
import dev.replay.sms.Gsm7;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receipts as vendors write them. */
class ReceiptTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            id:0123456789 sub:001 dlvrd:001 submit date:2611231004 done date:2611231005 stat:DELIVRD err:000 text:hello | 0123456789 | DELIVRD | 000 | 2026-11-23T10:05:00Z
            id:7f-A_b sub:001 dlvrd:000 submit date:261123100401 done date:261123100559 stat:UNDELIV err:27 Text:id:no stat:no | 7f-A_b | UNDELIV | 27 | 2026-11-23T10:05:59Z
            ID : 99 STAT : Expired ERR : 001 | 99 | EXPIRED | 001 | -
            stat:REJECTED,err:11,id:abc;done date:20261123100507 | abc | REJECTD | 11 | 2026-11-23T10:05:07Z
            err: stat:ACCEPTED id:5 | 5 | ACCEPTD | '' | -
            id: sub: dlvrd: submit date: done date: stat: err: text: | '' | '' | '' | -
            id:1 done date:202611231005 status:delivered error:0x1b | 1 | DELIVRD | 0x1b | 2026-11-23T10:05:00Z
            id:1 donedate:2613451005 stat:UNKNOWN | 1 | UNKNOWN | '' | -
            id:a:b:c stat:DELIVRD | a:b:c | DELIVRD | '' | -
            valid:1 paid:2 stat:DELETED id:3 | 3 | DELETED | '' | -
            just a person's words: really | '' | '' | '' | -
            """)
    void is_read_leniently(String text, String id, String stat, String err, String doneAt) {
        var receipt = ReceiptText.parse(text);
        assertThat(receipt.id()).isEqualTo(id);
        assertThat(receipt.stat()).isEqualTo(stat);
        assertThat(receipt.err()).isEqualTo(err);
        assertThat(receipt.doneAt()).isEqualTo(doneAt == null ? null : java.time.Instant.parse(doneAt));
    }

    @Property
    void no_text_is_an_error(@ForAll String text) {
        var receipt = ReceiptText.parse("id:" + text + " stat:" + text + " done date:" + text);
        assertThat(receipt.id()).doesNotContain(" ");
        assertThat(receipt.doneAt() == null || receipt.doneDate().length() >= 10)
                .isTrue();
    }

    @Test
    void tlvs_take_part_where_the_text_lacks_them() {
        var tlvs = List.of(
                new Tlv(Tlv.RECEIPTED_MESSAGE_ID, "00ab\0".getBytes(ISO_8859_1)),
                new Tlv(Tlv.MESSAGE_STATE, new byte[] {5}),
                new Tlv(Tlv.NETWORK_ERROR_CODE, new byte[] {3, 1, 4}));
        var person = new Address(1, 1, "+91 98123-45678");
        assertThat(Deliveries.read(
                        (short) 2,
                        Alphabet.GSM,
                        ShortMessage.delivered(person, new Address(5, 0, "ACME"), 4, 0, new byte[0], tlvs)))
                .isEqualTo(new Delivery.Receipt((short) 2, "00ab", 919812345678L, "ACME", "UNDELIV", "260", null, ""));
        byte[] text = "id:171 stat:DELIVRD err:000".getBytes(ISO_8859_1);
        assertThat(Deliveries.read(
                        (short) 2, Alphabet.GSM, ShortMessage.delivered(person, Address.NONE, 0, 0, text, tlvs)))
                .isEqualTo(new Delivery.Receipt(
                        (short) 2, "00ab", 919812345678L, "", "DELIVRD", "000", null, "id:171 stat:DELIVRD err:000"));
    }

    @Test
    void a_receipt_is_ascii_and_a_persons_text_the_default_alphabet() {
        byte[] receipt = "id:a_1@x stat:DELIVRD".getBytes(ISO_8859_1);
        byte[] words = {0, 0x11, 0x24, 0x1B, 0x65};
        var person = new Address(1, 1, "919812345678");
        assertThat(Deliveries.read(
                        (short) 2,
                        Alphabet.GSM,
                        ShortMessage.delivered(person, Address.NONE, 4, 0, receipt, List.of())))
                .isEqualTo(new Delivery.Receipt(
                        (short) 2, "a_1@x", 919812345678L, "", "DELIVRD", "", null, "id:a_1@x stat:DELIVRD"));
        assertThat(Deliveries.read(
                        (short) 2, Alphabet.GSM, ShortMessage.delivered(person, Address.NONE, 0, 0, words, List.of())))
                .isEqualTo(new Delivery.Inbound((short) 2, "919812345678", "", "@_¤€"));
    }

    @Test
    void a_persons_text_is_in_the_alphabet_that_the_smsc_was_said_to_have() {
        var person = new Address(1, 1, "919812345678");
        byte[] packed = Gsm7.pack("STOP".getBytes(ISO_8859_1), 0);
        assertThat(packed).hasSize(4).isNotEqualTo("STOP".getBytes(ISO_8859_1));
        assertThat(Deliveries.read(
                        (short) 2,
                        Alphabet.GSM_PACKED,
                        ShortMessage.delivered(person, Address.NONE, 0, 0, packed, List.of())))
                .isEqualTo(new Delivery.Inbound((short) 2, "919812345678", "", "STOP"));
        byte[] latin = "ARRÊT".getBytes(ISO_8859_1);
        assertThat(Deliveries.read(
                        (short) 2,
                        Alphabet.LATIN_1,
                        ShortMessage.delivered(person, Address.NONE, 0, 0, latin, List.of())))
                .isEqualTo(new Delivery.Inbound((short) 2, "919812345678", "", "ARRÊT"));
    }

    @Test
    void a_receipt_that_says_nothing_is_still_a_receipt() {
        byte[] text = {'o', 'd', 'd', 0};
        assertThat(Deliveries.read(
                        (short) 2,
                        Alphabet.GSM,
                        ShortMessage.delivered(new Address(5, 0, "BANK"), Address.NONE, 4, 0, text, List.of())))
                .isEqualTo(new Delivery.Receipt((short) 2, "", 0, "", "", "", null, "odd\uFFFD"));
    }
}
