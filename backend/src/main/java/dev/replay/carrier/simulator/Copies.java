package dev.replay.carrier.simulator;

/**
 * How often each part to each number was taken: open addressing over two arrays, 12 to 24 octets an entry, so that millions
 * fit.
 */
final class Copies {
    /** Parts fit one octet, and a number's 15 digits leave room for it. */
    private static final int PARTS = 256;

    private long[] keys = new long[1 << 12];
    private int[] counts = new int[1 << 12];
    private int distinct;

    static long key(long recipient, int part) {
        return recipient * PARTS + part;
    }

    static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 32;
    }

    /** Counts one more and answers how many there are now. */
    int add(long key) {
        int place = place(key);
        if (counts[place] == 0) {
            keys[place] = key;
            if (++distinct * 2 > keys.length) {
                grow();
                place = place(key);
                keys[place] = key;
            }
        }
        return ++counts[place];
    }

    int count(long key) {
        return counts[place(key)];
    }

    int distinct() {
        return distinct;
    }

    interface Each {
        void accept(long recipient, int part, int count);
    }

    void forEach(Each each) {
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] > 0) each.accept(keys[i] / PARTS, (int) (keys[i] % PARTS), counts[i]);
        }
    }

    Copies snapshot() {
        var copy = new Copies();
        copy.keys = keys.clone();
        copy.counts = counts.clone();
        copy.distinct = distinct;
        return copy;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int place = (int) mix(key) & mask;
        while (counts[place] != 0 && keys[place] != key) place = place + 1 & mask;
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[oldKeys.length * 2];
        counts = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] == 0) continue;
            int place = place(oldKeys[i]);
            keys[place] = oldKeys[i];
            counts[place] = oldCounts[i];
        }
    }
}
