package dev.replay.dispatch;

import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import jakarta.inject.Singleton;

/** The catalogue's ids of what dispatch itself says of a message. A singleton, for the fields of a proxy are empty. */
@Singleton
class SubStatusIds {
    final short submitted;
    final short unconfirmed;
    final short noReceipt;
    final short enroute;
    final short partial;
    final short invalidNumber;
    final short senderNotFound;
    final short submitFailed;
    final short cancelled;
    final short expired;
    final short reachedMeanwhile;
    final short optOut;
    final short blocked;

    SubStatusIds(Catalogue catalogue) {
        submitted = id(catalogue, Status.SENT, "SUBMITTED");
        unconfirmed = id(catalogue, Status.SENT, "SUBMIT-UNCONFIRMED");
        noReceipt = id(catalogue, Status.SENT, "SENT - NO DLR");
        enroute = id(catalogue, Status.SENT, "ENROUTE");
        partial = id(catalogue, Status.UNDELIVERED, "PARTIAL");
        invalidNumber = id(catalogue, Status.NOT_SENT, "INV-NUMBER");
        senderNotFound = id(catalogue, Status.NOT_SENT, "SENDER-ID-NOT-FOUND");
        submitFailed = id(catalogue, Status.NOT_SENT, "SUBMIT-FAIL");
        cancelled = id(catalogue, Status.NOT_SENT, "CANCELLED");
        expired = id(catalogue, Status.NOT_SENT, "EXPIRED-BEFORE-SEND");
        reachedMeanwhile = id(catalogue, Status.NOT_SENT, "REACHED-MEANWHILE");
        optOut = id(catalogue, Status.NOT_SENT, "OPT-OUT");
        blocked = id(catalogue, Status.NOT_SENT, "BLACKLIST");
    }

    private static short id(Catalogue catalogue, Status status, String code) {
        return catalogue.find(status, code).orElseThrow().id();
    }
}
