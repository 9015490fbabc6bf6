package dev.replay.carrier;

import java.util.function.Consumer;

/** Takes what a carrier delivers. */
public interface ReceiptSink {

    /**
     * Never blocks. {@code acknowledge} is called exactly once, from any thread: true when the delivery is safe on disk,
     * false when it cannot be stored now, upon which the carrier is asked to deliver it again.
     */
    void receive(Delivery delivery, Consumer<Boolean> acknowledge);
}
