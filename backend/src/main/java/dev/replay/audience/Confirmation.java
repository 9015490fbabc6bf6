package dev.replay.audience;

import dev.replay.sms.PhoneNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The one message that tells a person who wrote STOP that it is heard: by whom, and how to undo it. */
public final class Confirmation {
    private static final String ENGLISH = "en";

    /**
     * @param countries where a word that is also one of other languages is taken for this one's, ISO 3166-1 alpha-2
     * @param text with a place for the sender
     */
    private record Text(List<String> languages, Set<String> countries, String text) {}

    // The sender is the subject, so that no preposition need agree with a name. With a sender of 16 characters, each
    // is one segment: 160 characters of the GSM alphabet, or 70 of others.
    private static final List<Text> TEXTS = texts("""
            en ||%s will send you no more messages. To get them again, reply START.
            fr ||%s ne vous enverra plus de messages. Pour en recevoir de nouveau, répondez START.
            es |AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE|%s ya no le manda mensajes. Para volver a recibirlos, responda START.
            pt |AO BR CV GW MZ PT ST TL|%s deixa de lhe enviar mensagens. Para voltar a receber, responda START.
            it ||%s non le invierà più messaggi. Per riceverne di nuovo, risponda START.
            de |AT CH DE LI LU|%s sendet Ihnen keine Nachrichten mehr. Um wieder welche zu erhalten, antworten Sie mit START.
            sv |AX FI SE|%s skickar inga fler meddelanden till dig. Svara START om du vill ha dem igen.
            da ||%s sender dig ikke flere beskeder. Svar START for at få dem igen.
            no |NO SJ|%s sender deg ikke flere meldinger. Svar START for å få dem igjen.
            nl ||%s stuurt u geen berichten meer. Antwoord START om ze weer te ontvangen.
            pl ||%s nie wyśle już wiadomości. Aby wznowić, odpisz START.
            tr ||%s artık mesaj göndermeyecek. Yeniden almak için: START
            id, ms ||%s tidak akan mengirim SMS lagi. Balas START untuk menerimanya lagi.
            ru |BY KG KZ RU|%s больше не будет вам писать. Вернуть сообщения: СТАРТ
            uk |UA|%s більше не писатиме вам. Повернути повідомлення: СТАРТ
            bg |BG|%s няма да ви пише повече. За да получавате отново: СТАРТ
            el ||%s δεν θα σας στέλνει πια μηνύματα. Για επαναφορά: START
            ar |AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE|لن يرسل %s إليك رسائل أخرى. لاستئنافها أرسل START
            fa |AF IR|%s دیگر به شما پیام نمی‌فرستد. برای دریافت دوباره: START
            ur |PK|%s اب آپ کو پیغام نہیں بھیجے گا۔ دوبارہ کے لیے: START
            he ||לא יישלחו אליך עוד הודעות מאת %s. לחידוש: START
            hi ||%s अब आपको संदेश नहीं भेजेगा। फिर पाने के लिए: START
            bn ||%s আপনাকে আর বার্তা পাঠাবে না। আবার পেতে: START
            zh |CN HK MO SG TW|%s 不会再向您发送短信。如需恢复，请回复 START。
            ja |JP|%s からのメッセージ配信を停止しました。再開するには START と返信してください。
            ko ||%s에서 더 이상 메시지를 보내지 않습니다. 다시 받으려면 START 회신.
            th ||%s จะไม่ส่งข้อความถึงคุณอีก รับอีกครั้ง ตอบ START
            vi ||%s sẽ không gửi tin nhắn nữa. Để nhận lại, soạn START.
            """);

    private Confirmation() {}

    private static List<Text> texts(String table) {
        List<Text> texts = new ArrayList<>();
        for (String line : table.lines().toList()) {
            String[] cells = line.split("\\|", 3);
            texts.add(new Text(List.of(cells[0].strip().split(", ")), Set.of(cells[1].split(" ")), cells[2]));
        }
        return List.copyOf(texts);
    }

    /**
     * In the language of the word; of a word that several have, in that of the person's country, else in English.
     *
     * @param said a text that is {@link Reply#STOP}
     * @param sender whom the person wrote to, as the message names it
     * @param person E.164 digits
     */
    public static String of(String said, String sender, long person) {
        List<String> languages = Reply.STOP.languages(said, sender);
        List<Text> possible = TEXTS.stream()
                .filter(text -> text.languages.stream().anyMatch(languages::contains))
                .toList();
        Text text =
                possible.size() == 1 || languages.contains(ENGLISH) ? possible.getFirst() : inCountry(possible, person);
        return text.text.formatted(sender);
    }

    private static Text inCountry(List<Text> possible, long person) {
        String country = PhoneNumbers.countryOf(person);
        return possible.stream()
                .filter(text -> text.countries.contains(country))
                .findFirst()
                .orElseGet(TEXTS::getFirst);
    }
}
