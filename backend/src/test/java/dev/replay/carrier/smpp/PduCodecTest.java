package dev.replay.carrier.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever we write we read back as it was, and whatever we are sent is no error. */
class PduCodecTest {
    private static ResourceLeakDetector.Level before;

    @BeforeContainer
    static void watchForLeaks() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterContainer
    static void stopWatching() {
        ResourceLeakDetector.setLevel(before);
    }

    @Property(tries = 2000)
    void every_pdu_comes_back_as_it_was(@ForAll("pdus") Pdu pdu) {
        ByteBuf octets = Unpooled.buffer();
        PduCodec.write(pdu, octets);
        assertThat(octets.getInt(0)).isEqualTo(octets.readableBytes());
        assertThat(PduCodec.read(octets)).usingRecursiveComparison().isEqualTo(pdu);
        assertThat(octets.isReadable()).isFalse();
    }

    @Property(tries = 500)
    void a_stream_cut_anywhere_gives_the_same_pdus(
            @ForAll("streams") List<Pdu> pdus, @ForAll @IntRange(min = 1, max = 50) int step) {
        byte[] octets = octets(pdus);
        assertThat(framed(octets, step)).usingRecursiveComparison().isEqualTo(pdus);
    }

    @Property(tries = 2000)
    void random_octets_neither_fail_nor_leak(@ForAll byte[] octets, @ForAll @IntRange(min = 1, max = 50) int step) {
        assertThat(framed(octets, step)).doesNotContainNull();
    }

    @Property(tries = 2000)
    void damaged_pdus_neither_fail_nor_leak(
            @ForAll("streams") List<Pdu> pdus,
            @ForAll @IntRange(max = 10_000) int place,
            @ForAll byte damage,
            @ForAll @IntRange(max = 10_000) int cut) {
        byte[] octets = octets(pdus);
        octets[place % octets.length] = damage;
        byte[] truncated = Arrays.copyOf(octets, 1 + cut % octets.length);
        assertThat(framed(truncated, 37).size()).isLessThanOrEqualTo(octets.length / PduCodec.HEADER);
    }

    @Property(tries = 1000)
    void a_body_that_ends_anywhere_is_read_as_far_as_it_goes(
            @ForAll("pdus") Pdu pdu, @ForAll @IntRange(max = 10_000) int cut) {
        byte[] octets = octets(List.of(pdu));
        int length = PduCodec.HEADER + cut % (octets.length - PduCodec.HEADER + 1);
        byte[] truncated = Arrays.copyOf(octets, length);
        Unpooled.wrappedBuffer(truncated).setInt(0, length);
        var read = PduCodec.read(Unpooled.wrappedBuffer(truncated));
        assertThat(read.commandId()).isEqualTo(pdu.commandId());
        assertThat(read.sequence()).isEqualTo(pdu.sequence());
        assertThat(read.commandStatus()).isEqualTo(pdu.commandStatus());
    }

    @Example
    void strings_longer_than_smpp_allows_are_read_and_not_written() {
        String id = "x".repeat(200);
        byte[] body = (id + '\0').getBytes(ISO_8859_1);
        var unknown = new Pdu.Unknown(0x80000004, 0, 7, body);
        assertThat(PduCodec.read(Unpooled.wrappedBuffer(octets(List.of(unknown)))))
                .isEqualTo(new Pdu.SubmitSmResp(0, 7, id, List.of()));

        ByteBuf out = Unpooled.buffer().writeByte(42);
        assertThatThrownBy(() -> PduCodec.write(new Pdu.SubmitSmResp(0, 7, id, List.of()), out))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PduCodec.write(new Pdu.SubmitSmResp(0, 7, "a\0b", List.of()), out))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(out.readableBytes()).isEqualTo(1);
    }

    @Example
    void what_the_buffer_has_no_room_for_leaves_nothing_in_it() {
        for (int room = 0; room < 40; room++) {
            ByteBuf out = Unpooled.buffer(room, room);
            assertThatThrownBy(() -> PduCodec.write(new Pdu.SubmitSmResp(0, 7, "x".repeat(64), List.of()), out))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(out.readableBytes()).isZero();
        }
    }

    private static byte[] octets(List<? extends Pdu> pdus) {
        ByteBuf out = Unpooled.buffer();
        pdus.forEach(pdu -> PduCodec.write(pdu, out));
        return Arrays.copyOf(out.array(), out.writerIndex());
    }

    private static List<Object> framed(byte[] octets, int step) {
        var channel = new EmbeddedChannel(new PduFramer());
        var buffers = new ArrayList<ByteBuf>();
        for (int from = 0; from < octets.length; from += step) {
            var buffer = PooledByteBufAllocator.DEFAULT.directBuffer();
            buffer.writeBytes(octets, from, Math.min(step, octets.length - from));
            buffers.add(buffer);
            channel.writeInbound(buffer);
        }
        channel.finish();
        channel.checkException();
        assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
        var read = new ArrayList<>();
        for (Object pdu = channel.readInbound(); pdu != null; pdu = channel.readInbound()) read.add(pdu);
        return read;
    }

    @Provide
    Arbitrary<List<Pdu>> streams() {
        return pdus().list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<Pdu> pdus() {
        var sequence = Arbitraries.integers().between(1, Integer.MAX_VALUE);
        var status = Arbitraries.integers();
        var kind = Arbitraries.of(Pdu.BindKind.class);
        var octet = Arbitraries.integers().between(0, 255);
        var message = messages();
        return Arbitraries.oneOf(
                Combinators.combine(kind, sequence, string(64), string(64), string(12), octet, octet, string(40))
                        .as((k, s, id, pw, type, version, ton, range) ->
                                new Pdu.Bind(k, s, id, pw, type, version, ton, 1, range)),
                Combinators.combine(kind, status, sequence, string(64), tlvs()).as(Pdu.BindResp::new),
                Combinators.combine(sequence, message).as(Pdu.SubmitSm::new),
                Combinators.combine(status, sequence, string(64), tlvs()).as(Pdu.SubmitSmResp::new),
                Combinators.combine(sequence, message).as(Pdu.DeliverSm::new),
                Combinators.combine(status, sequence, string(64), tlvs()).as(Pdu.DeliverSmResp::new),
                Combinators.combine(sequence, string(64), addresses()).as(Pdu.QuerySm::new),
                Combinators.combine(status, sequence, string(64), times(), octet, octet)
                        .as(Pdu.QuerySmResp::new),
                sequence.map(Pdu.EnquireLink::new),
                Combinators.combine(status, sequence).as(Pdu.EnquireLinkResp::new),
                sequence.map(Pdu.Unbind::new),
                Combinators.combine(status, sequence).as(Pdu.UnbindResp::new),
                Combinators.combine(status, sequence).as(Pdu.GenericNack::new),
                Combinators.combine(sequence, string(64), string(64)).as(Pdu.Outbind::new),
                Combinators.combine(Arbitraries.integers().between(0x200, 0x300), status, sequence, bytes(80))
                        .as(Pdu.Unknown::new));
    }

    private static Arbitrary<ShortMessage> messages() {
        var octet = Arbitraries.integers().between(0, 255);
        var head = Combinators.combine(string(5), addresses(), addresses(), times(), times())
                .as((service, source, destination, schedule, validity) ->
                        ShortMessageHead.of(service, source, destination, schedule, validity));
        return Combinators.combine(head, octet, octet, octet, octet, bytes(254), tlvs())
                .as((h, esm, protocol, registered, coding, text, tlvs) -> new ShortMessage(
                        h.service,
                        h.source,
                        h.destination,
                        esm,
                        protocol,
                        1,
                        h.schedule,
                        h.validity,
                        registered,
                        0,
                        coding,
                        0,
                        text,
                        tlvs));
    }

    private record ShortMessageHead(
            String service, Address source, Address destination, String schedule, String validity) {
        static ShortMessageHead of(
                String service, Address source, Address destination, String schedule, String validity) {
            return new ShortMessageHead(service, source, destination, schedule, validity);
        }
    }

    private static Arbitrary<Address> addresses() {
        var octet = Arbitraries.integers().between(0, 255);
        return Combinators.combine(octet, octet, string(20)).as(Address::new);
    }

    private static Arbitrary<String> times() {
        return Arbitraries.of("", "000001000000000R", "261123100500000+");
    }

    private static Arbitrary<String> string(int limit) {
        return Arbitraries.strings().withCharRange((char) 1, (char) 255).ofMaxLength(limit);
    }

    private static Arbitrary<byte[]> bytes(int limit) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(limit);
    }

    private static Arbitrary<List<Tlv>> tlvs() {
        return Combinators.combine(Arbitraries.integers().between(0, 0xFFFF), bytes(70))
                .as(Tlv::new)
                .list()
                .ofMaxSize(3);
    }
}
