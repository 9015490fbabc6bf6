package dev.replay.audience;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a person asks for who writes back. Only a message that consists of such a word is one, alone or before the name of
 * the sender it goes to: whoever writes "please stop the delivery" talks to a person.
 */
public enum Reply {
    STOP,
    START,
    OTHER;

    /** Accents and the like, of scripts in which a letter without them is still the same letter; Arabic's short vowels. */
    private static final Pattern ACCENT = Pattern.compile("[\\u0300-\\u036F\\u064B-\\u0655\\u0670]");

    /** Whatever is neither letter, mark nor digit: blanks of all kinds, dashes, quotation marks, a full stop. */
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    // The English words are those that carriers and regulators require (CTIA, Messaging Principles and Best Practices;
    // 47 CFR 64.1200(a)(10)) with the spellings that AWS's "Required opt-out keywords" adds, ARRET and TD among them.
    // In
    // the other languages it is the plain word by which opt-outs are invited there, in every form of address.
    private static final Map<Reply, Set<String>> WORDS = Map.of(STOP, words("""
                    en: STOP, STOPALL, STOP ALL, UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE, REMOVE, OPTOUT, OPT OUT, UNSUB
                    fr: ARRET, ARRETER, ARRETEZ, DESABONNER
                    es: BAJA, ALTO, PARAR, PARA, CANCELAR
                    pt: PARE, SAIR, CANCELAR
                    it: FERMA, BASTA, CANCELLA, DISISCRIVIMI
                    de: STOPP, ABMELDEN, ABBESTELLEN
                    sv, da, no: STOPP, STOP, AVSLUTA, AFMELD, AVMELD
                    nl: STOPPEN, AFMELDEN
                    pl: REZYGNUJE, WYPISZ
                    tr: IPTAL, DUR, RET
                    id, ms: BERHENTI
                    ru, uk, bg: СТОП, ОТПИСКА, ОТПИСАТЬСЯ, ВІДПИСКА
                    el: ΣΤΟΠ, ΔΙΑΚΟΠΗ
                    ar: إيقاف, توقف, قف, إلغاء, إلغاء الاشتراك
                    fa, ur: توقف, لغو, بند
                    he: הסר, הסרה, עצור
                    hi: रोकें, रोको, बंद, बंद करें, स्टॉप
                    bn: বন্ধ, বন্ধ করুন
                    zh: TD, 退订, 停止
                    ja: 停止, 配信停止
                    ko: 중지, 수신거부
                    th: หยุด, ยกเลิก
                    vi: HUY, DUNG
                    """), START, words("""
                    en: START, UNSTOP
                    ru, uk, bg: СТАРТ
                    """));

    /** A longer text is no word, whatever it begins with. */
    private static final int LONGEST = 100;

    private static Set<String> words(String table) {
        return table.lines()
                .flatMap(line -> Stream.of(line.substring(line.indexOf(':') + 1).split(",")))
                .map(Reply::plain)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param sender whom the person wrote to, as the message names it */
    public static Reply of(String text, String sender) {
        if (text.length() > LONGEST) return OTHER;
        String said = plain(text);
        String addressed = " " + plain(sender);
        boolean named = addressed.length() > 1 && said.endsWith(addressed);
        String word = named ? said.substring(0, said.length() - addressed.length()) : said;
        for (Reply reply : WORDS.keySet()) {
            Set<String> words = WORDS.get(reply);
            if (words.contains(said) || words.contains(word)) return reply;
        }
        return OTHER;
    }

    /** Compatibility forms as the letters they stand for, without accents, in capitals, one blank between words. */
    private static String plain(String text) {
        String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
        String bare = ACCENT.matcher(apart).replaceAll("").replaceAll("\\p{Cf}", "");
        String one = Normalizer.normalize(bare, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return BETWEEN.matcher(one).replaceAll(" ").strip();
    }
}
