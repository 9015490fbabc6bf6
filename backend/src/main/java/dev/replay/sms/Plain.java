package dev.replay.sms;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a writer would put with the GSM alphabet alone where the meaning stays: quotes, dashes, blanks, accents. */
final class Plain {
    private static final Map<Integer, String> BY_CHARACTER = new HashMap<>();

    static {
        each("‘’‚‛′´`ʼʻ‹›", "'");
        each("“”„‟″«»", "\"");
        each("‐‑‒–—―−", "-");
        each("\t\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000", " ");
        each("\u000B\u0085\u2028\u2029", "\n");
        // Nobody sees these; they come with text pasted from word processors and address books.
        each("\u00AD\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF", "");
        each("•·‧∙", "*");
        each("×", "x");
        each("⁄∕", "/");
        each("\u037E", ";");
        each("₹₨", "Rs.");
        each("…", "...");
        each("©", "(c)");
        each("®", "(R)");
        each("™", "(TM)");
        // Letters that Unicode does not take apart into a base letter and a mark.
        pairs("łlŁLđdĐDıiħhĦHŧtŦTðdÐD");
        each("œ", "oe");
        each("Œ", "OE");
        each("þ", "th");
        each("Þ", "Th");
        each("ẞ", "SS");
        // Greek goes out in capitals, those that look Latin as Latin letters: so the alphabet was made.
        pairs("ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX");
        pairs("αAβBγΓδΔεEζZηHθΘιIκKλΛμMνNξΞοOπΠρPσΣςΣτTυYφΦχXψΨωΩ");
    }

    private Plain() {}

    private static void each(String characters, String plain) {
        characters.codePoints().forEach(c -> BY_CHARACTER.put(c, plain));
    }

    private static void pairs(String lettersAndPlain) {
        for (int i = 0; i < lettersAndPlain.length(); i += 2) {
            BY_CHARACTER.put((int) lettersAndPlain.charAt(i), lettersAndPlain.substring(i + 1, i + 2));
        }
    }

    /** GSM characters for one that the alphabet lacks, "" where it can be left out, null where there are none. */
    static @Nullable String of(int character) {
        String known = BY_CHARACTER.get(character);
        if (known != null) return known;
        if (Character.getType(character) == Character.CONTROL) return "";
        // Full-width forms of ASCII, as East Asian keyboards give them.
        if (character >= 0xFF01 && character <= 0xFF5E) return ascii((char) (character - 0xFEE0));
        if (!Character.isLetter(character)) return combining(character);
        return withoutMarks(Character.toString(character));
    }

    private static @Nullable String ascii(char c) {
        return Gsm7.septets(c) > 0 ? String.valueOf(c) : of(c);
    }

    /** A loose accent of a letter written in two characters is left out, as an accent within one is. */
    private static @Nullable String combining(int character) {
        return character >= 0x0300 && character <= 0x036F ? "" : null;
    }

    private static @Nullable String withoutMarks(String letter) {
        String apart = Normalizer.normalize(letter, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(1);
        for (int i = 0; i < apart.length(); i++) {
            char c = apart.charAt(i);
            if (Character.getType(c) == Character.NON_SPACING_MARK) continue;
            String known = BY_CHARACTER.get((int) c);
            plain.append(known == null ? String.valueOf(c) : known);
        }
        String found = plain.toString();
        return found.equals(letter) || !Gsm7.covers(found) ? null : found;
    }
}
