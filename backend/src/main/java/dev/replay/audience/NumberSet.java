package dev.replay.audience;

/** The numbers seen so far. Open addressing over primitives: a million take 16 MB, boxed they would take 80. */
final class NumberSet {
    /** No phone number is 0. */
    private static final long FREE = 0;

    private long[] slots = new long[1 << 12];
    private int size;

    /** @return false where it was there already */
    boolean add(long number) {
        if (2 * size >= slots.length) grow();
        if (!place(slots, number)) return false;
        size++;
        return true;
    }

    private static boolean place(long[] slots, long number) {
        int mask = slots.length - 1;
        // Numbers of one range differ in their last digits alone; the multiplication spreads them over the table.
        int at = (int) (number * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (slots[at] != FREE) {
            if (slots[at] == number) return false;
            at = at + 1 & mask;
        }
        slots[at] = number;
        return true;
    }

    private void grow() {
        long[] larger = new long[2 * slots.length];
        for (long number : slots) if (number != FREE) place(larger, number);
        slots = larger;
    }
}
