package dev.replay.carrier;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A carrier that can be asked what became of messages whose receipts did not come. */
public interface Inquiry {
    /** How many ids one question may name. */
    int most();

    /** What it knows of them; those that it says nothing of are missing. */
    CompletableFuture<List<Delivery>> ask(List<String> carrierMessageIds);
}
