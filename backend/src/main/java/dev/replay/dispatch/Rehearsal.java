package dev.replay.dispatch;

import dev.replay.carrier.Carrier;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** Sends one released campaign by a carrier of the caller's choice, with the very statements of every other sending. */
@ApplicationScoped
public class Rehearsal {
    private final Database database;
    private final Outcomes outcomes;
    private final SubStatusIds ids;
    private final DispatchSettings settings;
    private final Sweep sweep;
    private final Clock clock;

    Rehearsal(
            Database database,
            Outcomes outcomes,
            SubStatusIds ids,
            DispatchSettings settings,
            Sweep sweep,
            Clock clock) {
        this.database = database;
        this.outcomes = outcomes;
        this.ids = ids;
        this.settings = settings;
        this.sweep = sweep;
        this.clock = clock;
    }

    /** Returns when all of it is answered and the campaign is submitted. */
    public void send(long campaignId, Carrier carrier) {
        String owner = UUID.randomUUID().toString();
        var paces = new Paces(database);
        new Worker(database, outcomes, ids, clock, paces, settings, Ways.only(carrier), owner, (short) 0, campaignId)
                .workOff();
        sweep.finish(campaignId);
    }
}
