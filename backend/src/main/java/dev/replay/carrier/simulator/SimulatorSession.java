package dev.replay.carrier.simulator;

import dev.replay.carrier.smpp.CommandStatus;
import dev.replay.carrier.smpp.Pdu;
import dev.replay.carrier.smpp.PduCodec;
import dev.replay.carrier.smpp.PduFramer;
import dev.replay.carrier.smpp.SequenceWindow;
import dev.replay.carrier.smpp.Tlv;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to the simulator. */
final class SimulatorSession extends ChannelInboundHandlerAdapter {
    private static final int RECEIPTS_AT_MOST = 10_000;
    private static final int INTERFACE_VERSION = 0x34;

    private final Smsc smsc;
    private final SequenceWindow<SimulatedDelivery> deliveries = new SequenceWindow<>(RECEIPTS_AT_MOST + 1);
    private int unanswered;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf buffer;
    private Pdu.@Nullable BindKind kind;
    private String systemId = "";

    SimulatorSession(Smsc smsc) {
        this.smsc = smsc;
    }

    String systemId() {
        return systemId;
    }

    boolean takesDelivery(int window) {
        return kind != null
                && kind.receives()
                && unanswered < window
                && context.channel().isActive();
    }

    void deliver(SimulatedDelivery delivery) {
        int sequence = deliveries.next();
        write(new Pdu.DeliverSm(sequence, delivery.leaving(sequence)));
        deliveries.put(delivery);
        unanswered++;
    }

    void write(Pdu pdu) {
        if (!context.channel().isActive()) return;
        if (buffer == null) {
            buffer = context.alloc().buffer(16 * 1024);
            smsc.toFlush(this);
        }
        PduCodec.write(pdu, buffer);
    }

    void flush() {
        if (buffer == null) return;
        var out = buffer;
        buffer = null;
        context.writeAndFlush(out);
    }

    void cut() {
        flush();
        context.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        // What was read together with the message that cut the connection was never taken.
        if (!ctx.channel().isActive()) return;
        switch ((Pdu) read) {
            case Pdu.SubmitSm p -> {
                if (kind == null || !kind.sends()) answer(p.sequence(), CommandStatus.ESME_RINVBNDSTS, 0);
                else smsc.submitted(this, p);
            }
            case Pdu.DeliverSmResp p -> {
                var delivery = deliveries.take(p.sequence());
                if (delivery == null) return;
                unanswered--;
                smsc.answered(systemId, delivery, p.commandStatus());
            }
            case Pdu.GenericNack p -> {
                var delivery = deliveries.take(p.sequence());
                if (delivery == null) return;
                unanswered--;
                smsc.answered(systemId, delivery, p.commandStatus());
            }
            case Pdu.Bind p -> bind(p);
            case Pdu.EnquireLink p -> write(new Pdu.EnquireLinkResp(0, p.sequence()));
            case Pdu.QuerySm p -> write(smsc.queried(p));
            case Pdu.Unbind p -> {
                write(new Pdu.UnbindResp(0, p.sequence()));
                cut();
            }
            case Pdu other -> {
                if (other.commandId() >= 0)
                    write(new Pdu.GenericNack(CommandStatus.ESME_RINVCMDID.code(), other.sequence()));
            }
        }
    }

    private void bind(Pdu.Bind request) {
        var status = kind != null ? CommandStatus.ESME_RALYBND : smsc.admits(request);
        write(new Pdu.BindResp(
                request.kind(),
                status.code(),
                request.sequence(),
                "REPLAY-SMSC",
                status == CommandStatus.ESME_ROK
                        ? List.of(new Tlv(Tlv.SC_INTERFACE_VERSION, new byte[] {INTERFACE_VERSION}))
                        : List.of()));
        if (status != CommandStatus.ESME_ROK) return;
        kind = request.kind();
        systemId = request.systemId();
        smsc.bound(this);
    }

    /** @param id 0 for none */
    void answer(int sequence, CommandStatus status, long id) {
        write(new Pdu.SubmitSmResp(status.code(), sequence, id == 0 ? "" : Long.toHexString(id), List.of()));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        smsc.turnEnds();
    }

    /** A client that does not read must not make the answers pile up here. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof PduFramer.Garbage) {
            write(new Pdu.GenericNack(CommandStatus.ESME_RINVCMDLEN.code(), 0));
            cut();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (buffer != null) buffer.release();
        buffer = null;
        var left = new ArrayList<SimulatedDelivery>();
        deliveries.forEach(left::add);
        smsc.gone(this, left);
    }
}
