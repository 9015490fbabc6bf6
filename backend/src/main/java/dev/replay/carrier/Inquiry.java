package dev.replay.carrier;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A carrier that can be asked what became of messages whose receipts did not come. */
public interface Inquiry {
    /** How many ids one question may name. */
    int most();

    /** @param sender as the message named it: some carriers know a message by both only */
    record Asked(String carrierMessageId, String sender) {}

    /** What it knows of them; those that it says nothing of, or nothing final, are missing. */
    CompletableFuture<List<Delivery>> ask(List<Asked> messages);
}
