package dev.replay.http;

import jakarta.enterprise.context.RequestScoped;

/** Within whom an idempotency key is unique; set by whoever authenticates the request, 0 where nobody does. */
@RequestScoped
public class IdempotencyScope {
    private long owner;

    public void belongsTo(long owner) {
        this.owner = owner;
    }

    long owner() {
        return owner;
    }
}
