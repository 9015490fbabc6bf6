package dev.replay.carrier.smpp;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is on the wire, found by its sequence number without a map: the place is the number's low bits. A place still taken
 * by a request that nobody answered is passed over by skipping its number. One writer at a time calls {@link #next} and
 * {@link #put}; {@link #take} may run beside it.
 */
public final class SequenceWindow<T extends SequenceWindow.Sequenced> {

    /** Something that waits for the response with its number. */
    public interface Sequenced {
        int sequence();
    }

    private static final int LAST = 0x7FFFFFFF;

    private final AtomicReferenceArray<@Nullable T> places;
    private final int mask;
    private int last;

    /** @param capacity more than will ever be on the wire at once */
    public SequenceWindow(int capacity) {
        this(capacity, 0);
    }

    SequenceWindow(int capacity, int last) {
        int size = Integer.highestOneBit(Math.max(16, capacity * 2 - 1));
        places = new AtomicReferenceArray<>(size);
        mask = size - 1;
        this.last = last;
    }

    /** The next sequence number, 1 to 0x7FFFFFFF and around, whose place is free. */
    public int next() {
        do {
            last = last == LAST ? 1 : last + 1;
        } while (places.getAcquire(last & mask) != null);
        return last;
    }

    public void put(T request) {
        places.setRelease(request.sequence() & mask, request);
    }

    /** Removes and returns the request with this number; null when there is none. */
    public @Nullable T take(int sequence) {
        int place = sequence & mask;
        T request = places.getAcquire(place);
        if (request == null || request.sequence() != sequence) return null;
        places.setRelease(place, null);
        return request;
    }

    public void forEach(Consumer<T> each) {
        for (int i = 0; i <= mask; i++) {
            T request = places.getAcquire(i);
            if (request != null) each.accept(request);
        }
    }
}
