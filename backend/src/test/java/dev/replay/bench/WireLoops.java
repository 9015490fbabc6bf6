package dev.replay.bench;

import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.smpp.SmppCarrier;
import dev.replay.carrier.smpp.SmppSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;

/** Submissions a second with nothing kept: by the session of our own, and by jsmpp. */
final class WireLoops {
    private static final double WARM_UP = 1;
    private static final double SECONDS = 3;
    /** jsmpp has a thread for each place in the window; beyond 50 a bind it only gets slower. */
    private static final int JSMPP_THREADS_A_BIND = 50;

    private WireLoops() {}

    static double ours(SmppSettings smpp) {
        var answered = new LongAdder();
        OutcomeSink sink = (message, parts) -> answered.increment();
        try (SmppCarrier carrier =
                SmppCarrier.start((short) 1, "bench", smpp, (delivery, acknowledge) -> acknowledge.accept(true))) {
            DurableLoop.awaitBound(carrier);
            flood(carrier, sink, WARM_UP);
            long before = answered.sum();
            long start = System.nanoTime();
            flood(carrier, sink, SECONDS);
            return (answered.sum() - before) / BenchDatabase.seconds(start);
        }
    }

    private static void flood(SmppCarrier carrier, OutcomeSink sink, double seconds) {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        for (int id = 1; System.nanoTime() < until; ) {
            int room = carrier.room();
            for (int i = 0; i < room; i++)
                if (carrier.submit(DurableLoop.message(1, id, 919_800_000_000L + id), sink)) id++;
            carrier.flush();
            LockSupport.parkNanos(20_000);
        }
    }

    static double jsmpp(SmppSettings smpp) throws Exception {
        List<SMPPSession> sessions = new ArrayList<>();
        int threads = smpp.binds() * JSMPP_THREADS_A_BIND;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < smpp.binds(); i++) sessions.add(jsmppSession(smpp));
            var answered = new LongAdder();
            long warm = System.nanoTime() + (long) (WARM_UP * 1e9);
            long until = warm + (long) (SECONDS * 1e9);
            List<Future<?>> work = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                SMPPSession session = sessions.get(t % sessions.size());
                long first = 919_800_000_000L + t * 100_000L;
                work.add(pool.submit(() -> {
                    for (long number = first; System.nanoTime() < until; number++) {
                        submit(session, number);
                        if (System.nanoTime() > warm) answered.increment();
                    }
                    return null;
                }));
            }
            for (Future<?> one : work) one.get(60, TimeUnit.SECONDS);
            return answered.sum() / SECONDS;
        } finally {
            sessions.forEach(SMPPSession::unbindAndClose);
        }
    }

    private static SMPPSession jsmppSession(SmppSettings smpp) throws Exception {
        var session = new SMPPSession();
        session.setPduProcessorDegree(3);
        session.setTransactionTimer(20_000);
        session.connectAndBind(
                smpp.host(),
                smpp.port(),
                new BindParameter(
                        BindType.BIND_TRX,
                        smpp.systemId(),
                        smpp.password(),
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        null));
        return session;
    }

    private static void submit(SMPPSession session, long number) throws Exception {
        session.submitShortMessage(
                "",
                TypeOfNumber.ALPHANUMERIC,
                NumberingPlanIndicator.UNKNOWN,
                "ACME",
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                Long.toString(number),
                new ESMClass(),
                (byte) 0,
                (byte) 0,
                null,
                null,
                new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                (byte) 0,
                new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                (byte) 0,
                DurableLoop.TEXT.getBytes(StandardCharsets.US_ASCII));
    }
}
