package dev.replay.carrier.smpp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An optional parameter; unknown tags are kept as they came. */
public record Tlv(int tag, byte[] value) {
    public static final int RECEIPTED_MESSAGE_ID = 0x001E;
    public static final int SC_INTERFACE_VERSION = 0x0210;
    public static final int SAR_MSG_REF_NUM = 0x020C;
    public static final int SAR_TOTAL_SEGMENTS = 0x020E;
    public static final int SAR_SEGMENT_SEQNUM = 0x020F;
    public static final int NETWORK_ERROR_CODE = 0x0423;
    public static final int MESSAGE_PAYLOAD = 0x0424;
    public static final int MESSAGE_STATE = 0x0427;

    public static byte @Nullable [] find(List<Tlv> tlvs, int tag) {
        for (int i = 0; i < tlvs.size(); i++) {
            if (tlvs.get(i).tag == tag) return tlvs.get(i).value;
        }
        return null;
    }
}
