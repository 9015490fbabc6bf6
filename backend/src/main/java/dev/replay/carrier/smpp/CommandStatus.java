package dev.replay.carrier.smpp;

import java.util.HashMap;
import java.util.Map;

/** The command statuses of SMPP 3.4, section 5.1.3, with words for an operator. */
public enum CommandStatus {
    ESME_ROK(0x00, "no error"),
    ESME_RINVMSGLEN(0x01, "message length is invalid"),
    ESME_RINVCMDLEN(0x02, "command length is invalid"),
    ESME_RINVCMDID(0x03, "command is unknown"),
    ESME_RINVBNDSTS(0x04, "command is not allowed in this bind state"),
    ESME_RALYBND(0x05, "already bound"),
    ESME_RINVPRTFLG(0x06, "priority flag is invalid"),
    ESME_RINVREGDLVFLG(0x07, "registered delivery flag is invalid"),
    ESME_RSYSERR(0x08, "system error"),
    ESME_RINVSRCADR(0x0A, "source address is invalid"),
    ESME_RINVDSTADR(0x0B, "destination address is invalid"),
    ESME_RINVMSGID(0x0C, "message id is invalid"),
    ESME_RBINDFAIL(0x0D, "bind failed"),
    ESME_RINVPASWD(0x0E, "password is wrong"),
    ESME_RINVSYSID(0x0F, "system id is unknown"),
    ESME_RCANCELFAIL(0x11, "cancel failed"),
    ESME_RREPLACEFAIL(0x13, "replace failed"),
    ESME_RMSGQFUL(0x14, "message queue is full"),
    ESME_RINVSERTYP(0x15, "service type is invalid"),
    ESME_RINVNUMDESTS(0x33, "number of destinations is invalid"),
    ESME_RINVDLNAME(0x34, "distribution list name is invalid"),
    ESME_RINVDESTFLAG(0x40, "destination flag is invalid"),
    ESME_RINVSUBREP(0x42, "submit with replace is invalid"),
    ESME_RINVESMCLASS(0x43, "esm class is invalid"),
    ESME_RCNTSUBDL(0x44, "cannot submit to the distribution list"),
    ESME_RSUBMITFAIL(0x45, "submit failed"),
    ESME_RINVSRCTON(0x48, "source type of number is invalid"),
    ESME_RINVSRCNPI(0x49, "source numbering plan is invalid"),
    ESME_RINVDSTTON(0x50, "destination type of number is invalid"),
    ESME_RINVDSTNPI(0x51, "destination numbering plan is invalid"),
    ESME_RINVSYSTYP(0x53, "system type is invalid"),
    ESME_RINVREPFLAG(0x54, "replace flag is invalid"),
    ESME_RINVNUMMSGS(0x55, "number of messages is invalid"),
    ESME_RTHROTTLED(0x58, "allowed message rate exceeded"),
    ESME_RINVSCHED(0x61, "scheduled delivery time is invalid"),
    ESME_RINVEXPIRY(0x62, "validity period is invalid"),
    ESME_RINVDFTMSGID(0x63, "predefined message is invalid or unknown"),
    ESME_RX_T_APPN(0x64, "temporary error of the receiver, deliver again"),
    ESME_RX_P_APPN(0x65, "permanent error of the receiver"),
    ESME_RX_R_APPN(0x66, "rejected by the receiver"),
    ESME_RQUERYFAIL(0x67, "query failed"),
    ESME_RINVOPTPARSTREAM(0xC0, "optional part of the PDU is broken"),
    ESME_ROPTPARNOTALLWD(0xC1, "optional parameter is not allowed"),
    ESME_RINVPARLEN(0xC2, "parameter length is invalid"),
    ESME_RMISSINGOPTPARAM(0xC3, "optional parameter is missing"),
    ESME_RINVOPTPARAMVAL(0xC4, "optional parameter value is invalid"),
    ESME_RDELIVERYFAILURE(0xFE, "delivery failed"),
    ESME_RUNKNOWNERR(0xFF, "unknown error");

    private static final Map<Integer, CommandStatus> BY_CODE = new HashMap<>();

    static {
        for (var status : values()) BY_CODE.put(status.code, status);
    }

    private final int code;
    private final String words;

    CommandStatus(int code, String words) {
        this.code = code;
        this.words = words;
    }

    public int code() {
        return code;
    }

    /** Name, code and words, such as {@code ESME_RINVPASWD (0x0E): password is wrong}; vendors' own codes have only the code. */
    public static String describe(int code) {
        var status = BY_CODE.get(code);
        return status == null
                ? String.format("command status 0x%08X", code)
                : String.format("%s (0x%02X): %s", status.name(), code, status.words);
    }

    /** Whether the status says "not now": nothing was accepted and the same PDU may be written again later. */
    static boolean isThrottle(int code) {
        return code == ESME_RTHROTTLED.code || code == ESME_RMSGQFUL.code;
    }
}
