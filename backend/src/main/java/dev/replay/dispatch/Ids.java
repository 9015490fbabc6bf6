package dev.replay.dispatch;

import java.util.BitSet;

/** A set of ids above a first one and not far from it, as a lease has them; one thread's own. */
final class Ids {
    private final int above;
    private final BitSet ids = new BitSet();
    private int size;

    /** @param above less than any of them */
    Ids(int above) {
        this.above = above;
    }

    void add(int id) {
        if (!contains(id)) size++;
        ids.set(id - above);
    }

    void remove(int id) {
        if (contains(id)) size--;
        ids.clear(id - above);
    }

    boolean contains(int id) {
        return ids.get(id - above);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }
}
