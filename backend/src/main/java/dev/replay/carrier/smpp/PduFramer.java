package dev.replay.carrier.smpp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the stream into PDUs. A command length outside of 16 … 65,536 means that the stream is lost: a {@link Garbage} event
 * is fired once and everything after it is thrown away.
 */
public final class PduFramer extends ByteToMessageDecoder {

    /** The stream has no PDU boundary any more. */
    public record Garbage(long commandLength) {}

    private boolean lost;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (lost) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < 4) return;
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < PduCodec.HEADER || length > PduCodec.MAX_LENGTH) {
            lost = true;
            in.skipBytes(in.readableBytes());
            ctx.fireUserEventTriggered(new Garbage(length));
        } else if (in.readableBytes() >= length) {
            out.add(PduCodec.read(in.readSlice((int) length)));
        }
    }
}
