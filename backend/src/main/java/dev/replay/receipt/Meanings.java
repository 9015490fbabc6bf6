package dev.replay.receipt;

import dev.replay.carrier.Carriers;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.carrier.Meaning;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.status.SubStatus;
import jakarta.enterprise.context.ApplicationScoped;

/** What a receipt means: as its carrier's own table has it, else as everybody's does. */
@ApplicationScoped
class Meanings {
    private final Carriers carriers;
    private final Catalogue catalogue;

    Meanings(Carriers carriers, Catalogue catalogue) {
        this.carriers = carriers;
        this.catalogue = catalogue;
    }

    /** A code that the catalogue lacks is added to it; commits by itself. */
    SubStatus of(Receipt r) {
        Meaning own = carriers.meaning(r.carrierId(), r.stat(), r.err()).orElse(null);
        if (own != null && own.status() != Status.QUEUED)
            return catalogue.intern(own.status(), own.code(), r.carrierId());
        var usual = StatusMapping.of(r.stat(), r.err());
        return catalogue.find(usual.status(), usual.code()).orElseThrow();
    }
}
