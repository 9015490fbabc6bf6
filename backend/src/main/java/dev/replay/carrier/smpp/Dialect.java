package dev.replay.carrier.smpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What SMPP leaves to each SMSC: how it wants texts, addresses and its own parameters.
 *
 * @param dataCoding of texts in the alphabet; null for the alphabet's usual one
 * @param sourceTon and sourceNpi, destinationTon, destinationNpi: null where the number says it itself
 * @param priority {@code priority_flag}, 0 to 3
 * @param entityTag and templateTag: of DLT's entity id and template id; a template's id is sent where a text has one
 * @param entityId "" where none is sent
 * @param tlvs sent with every message, as they are
 * @param queries whether it answers {@code query_sm}
 */
public record Dialect(
        LongTexts longTexts,
        Alphabet alphabet,
        @Nullable Integer dataCoding,
        @Nullable Integer sourceTon,
        @Nullable Integer sourceNpi,
        @Nullable Integer destinationTon,
        @Nullable Integer destinationNpi,
        int priority,
        int entityTag,
        String entityId,
        int templateTag,
        List<Tlv> tlvs,
        boolean queries) {

    /** How a text of several parts travels. */
    public enum LongTexts {
        /** A user data header in each part, which handsets read; SMSCs only pass it on. */
        UDH,
        /** {@code sar_…} parameters in each part, of which the SMSC makes headers. */
        SAR,
        /** One PDU with {@code message_payload}, which the SMSC splits: one response, one id, one receipt. */
        PAYLOAD
    }

    public static final int ENTITY_TAG = 0x1400;
    public static final int TEMPLATE_TAG = 0x1401;
    public static final Dialect USUAL = new Dialect(
            LongTexts.UDH,
            Alphabet.GSM,
            null,
            null,
            null,
            null,
            null,
            0,
            ENTITY_TAG,
            "",
            TEMPLATE_TAG,
            List.of(),
            false);

    public Dialect {
        if (priority < 0 || priority > 3) throw new IllegalArgumentException("priority: 0 to 3, not " + priority);
        octet("data-coding", dataCoding);
        octet("source-ton", sourceTon);
        octet("source-npi", sourceNpi);
        octet("destination-ton", destinationTon);
        octet("destination-npi", destinationNpi);
    }

    private static void octet(String what, @Nullable Integer value) {
        if (value != null && (value < 0 || value > 255))
            throw new IllegalArgumentException(what + ": 0 to 255, not " + value);
    }

    /** The same of an SMSC that answers {@code query_sm}. */
    public Dialect withQueries() {
        return new Dialect(
                longTexts,
                alphabet,
                dataCoding,
                sourceTon,
                sourceNpi,
                destinationTon,
                destinationNpi,
                priority,
                entityTag,
                entityId,
                templateTag,
                tlvs,
                true);
    }

    /** What data coding 0 is in either direction. */
    Alphabet defaultAlphabet() {
        return dataCodingOf(alphabet) == ShortMessage.DEFAULT_ALPHABET ? alphabet : Alphabet.GSM;
    }

    int dataCodingOf(Alphabet used) {
        return used == alphabet && dataCoding != null ? dataCoding : used.dataCoding();
    }

    Address source(String sender) {
        return address(Address.ofSender(sender), sourceTon, sourceNpi);
    }

    Address destination(long recipient) {
        return address(Address.ofRecipient(recipient), destinationTon, destinationNpi);
    }

    private static Address address(Address usual, @Nullable Integer ton, @Nullable Integer npi) {
        return ton == null && npi == null
                ? usual
                : new Address(ton == null ? usual.ton() : ton, npi == null ? usual.npi() : npi, usual.value());
    }

    /** What goes with a message beside its text. */
    List<Tlv> tlvs(String dltTemplateId) {
        if (entityId.isEmpty()) return tlvs;
        List<Tlv> all = new ArrayList<>(tlvs);
        all.add(text(entityTag, entityId));
        if (!dltTemplateId.isEmpty()) all.add(text(templateTag, dltTemplateId));
        return all;
    }

    private static Tlv text(int tag, String value) {
        return new Tlv(tag, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * As in {@code 0x1402=abc,5000=1}: tags in hex or decimal, values as text.
     *
     * @throws IllegalArgumentException when one is not of that form
     */
    public static List<Tlv> tlvsOf(List<String> pairs) {
        return pairs.stream()
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .map(pair -> {
                    int equals = pair.indexOf('=');
                    if (equals < 0) throw new IllegalArgumentException("not tag=value: " + pair);
                    return text(tagOf(pair.substring(0, equals)), pair.substring(equals + 1));
                })
                .toList();
    }

    /** In hex or decimal. */
    public static int tagOf(String text) {
        int tag = Integer.decode(text.strip());
        if (tag < 0 || tag > 0xFFFF) throw new IllegalArgumentException("a tag has two octets: " + text);
        return tag;
    }
}
