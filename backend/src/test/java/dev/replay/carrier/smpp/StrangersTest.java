package dev.replay.carrier.smpp;

import static dev.replay.carrier.smpp.Ledger.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.cloudhopper.smpp.SmppBindType;
import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppClient;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import dev.replay.carrier.Delivery;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.simulator.Fate;
import dev.replay.carrier.simulator.Simulator;
import dev.replay.carrier.simulator.SimulatorSettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both of our ends against libraries that nobody here wrote. */
@Timeout(60)
class StrangersTest {
    private static final long NUMBER = 919_812_340_000L;
    private static final int MESSAGES = 500;

    private final Ledger ledger = new Ledger();
    private final CopyOnWriteArrayList<AutoCloseable> toClose = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var each : toClose) each.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private SmppCarrier carrier(int port) {
        var carrier =
                SmppCarrier.start((short) 1, "stranger", Ledger.settings(port).withBinds(2, 10), ledger);
        toClose.add(carrier);
        await().until(() ->
                carrier.binds().stream().allMatch(bind -> bind.state().equals("bound")));
        return carrier;
    }

    private void submitAll(SmppCarrier carrier) {
        for (int id = 0; id < MESSAGES; id++) {
            var message = id % 10 == 3 ? message(id, NUMBER, "one", "two") : message(id, NUMBER, "hello " + id);
            await().until(() -> ledger.submit(carrier, message));
        }
        await().until(() -> ledger.settled.size() == MESSAGES);
        assertThat(ledger.settledTwice).isEmpty();
    }

    @Test
    void our_carrier_and_the_server_of_jsmpp() throws Exception {
        var ids = new AtomicInteger();
        var submitted = new CopyOnWriteArrayList<SubmitSm>();
        var sessions = new CopyOnWriteArrayList<SMPPServerSession>();
        int port = freePort();
        var listener = new SMPPServerSessionListener(port);
        toClose.add(listener);
        listener.setMessageReceiverListener((ServerMessageReceiverListener) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServerMessageReceiverListener.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("onAcceptSubmitSm")) return null;
                    var request = (SubmitSm) arguments[0];
                    submitted.add(request);
                    if (new String(request.getShortMessage(), ISO_8859_1).equals("hello 7"))
                        throw new ProcessRequestException("no", 0x0B);
                    return new SubmitSmResult(new MessageId("j" + ids.incrementAndGet()), new OptionalParameter[0]);
                }));
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var session = listener.accept();
                    session.waitForBind(5_000).accept("jsmpp");
                    sessions.add(session);
                }
            } catch (Exception closed) {
                Thread.currentThread().interrupt();
            }
        });

        var carrier = carrier(port);
        submitAll(carrier);

        assertThat(ledger.settled.get(7)).containsExactly(new PartOutcome.Refused(0x0B));
        assertThat(ledger.settled.get(13)).hasSize(2).hasOnlyElementsOfType(PartOutcome.Accepted.class);
        assertThat(submitted).hasSize(MESSAGES + MESSAGES / 10);
        assertThat(submitted.get(0).getSourceAddr()).isEqualTo("REPLAY");
        assertThat(submitted.get(0).getDestAddress()).isEqualTo("" + NUMBER);
        assertThat(submitted.stream().filter(SubmitSm::isUdhi)).hasSize(MESSAGES / 10 * 2);

        // deliverShortMessage returns when the response came and was good.
        sessions.get(0)
                .deliverShortMessage(
                        "",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        "" + NUMBER,
                        TypeOfNumber.ALPHANUMERIC,
                        NumberingPlanIndicator.UNKNOWN,
                        "REPLAY",
                        new ESMClass(4),
                        (byte) 0,
                        (byte) 0,
                        new RegisteredDelivery(0),
                        new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                        "id:j1 sub:001 dlvrd:001 submit date:2611231004 done date:2611231005 stat:DELIVRD err:000 text:x"
                                .getBytes(ISO_8859_1));
        assertThat(ledger.receipts())
                .extracting(Delivery.Receipt::carrierMessageId)
                .containsExactly("j1");
    }

    @Test
    void our_carrier_and_the_server_of_ch_smpp() throws Exception {
        var ids = new AtomicInteger();
        var sessions = new CopyOnWriteArrayList<SmppServerSession>();
        var configuration = new SmppServerConfiguration();
        int port = freePort();
        configuration.setPort(port);
        configuration.setJmxEnabled(false);
        configuration.setNonBlockingSocketsEnabled(true);
        configuration.setDefaultWindowSize(100);
        var server = new DefaultSmppServer(configuration, new SmppServerHandler() {
            @Override
            public void sessionBindRequested(Long id, SmppSessionConfiguration session, BaseBind request) {
                assertThat(request.getSystemId()).isEqualTo("replay");
            }

            @Override
            public void sessionCreated(Long id, SmppServerSession session, BaseBindResp prepared) {
                session.serverReady(new DefaultSmppSessionHandler() {
                    @Override
                    public PduResponse firePduRequestReceived(PduRequest request) {
                        var response = request.createResponse();
                        if (response instanceof com.cloudhopper.smpp.pdu.SubmitSmResp submit)
                            submit.setMessageId("c" + ids.incrementAndGet());
                        return response;
                    }
                });
                sessions.add(session);
            }

            @Override
            public void sessionDestroyed(Long id, SmppServerSession session) {
                session.destroy();
            }
        });
        server.start();
        toClose.add(server::destroy);

        var carrier = carrier(port);
        submitAll(carrier);
        assertThat(ids.get()).isEqualTo(MESSAGES + MESSAGES / 10);
        assertThat(ledger.settled.values())
                .allSatisfy(parts -> assertThat(parts).hasOnlyElementsOfType(PartOutcome.Accepted.class));

        var delivery = new com.cloudhopper.smpp.pdu.DeliverSm();
        delivery.setEsmClass((byte) 4);
        delivery.setSourceAddress(new com.cloudhopper.smpp.type.Address((byte) 1, (byte) 1, "" + NUMBER));
        delivery.setDestAddress(new com.cloudhopper.smpp.type.Address((byte) 5, (byte) 0, "REPLAY"));
        delivery.setShortMessage("id:c1 stat:UNDELIV err:027".getBytes(ISO_8859_1));
        var answer = sessions.get(0).sendRequestPdu(delivery, 5_000, true);
        assertThat(answer.await(5_000)).isTrue();
        assertThat(answer.getResponse().getCommandStatus()).isZero();
        assertThat(ledger.receipts()).extracting(Delivery.Receipt::err).containsExactly("027");
    }

    @Test
    void the_client_of_jsmpp_and_our_simulator() throws Exception {
        var smsc = Simulator.start(SimulatorSettings.defaults());
        toClose.add(smsc);
        var receipts = new CopyOnWriteArrayList<String>();
        var session = new SMPPSession();
        session.setMessageReceiverListener((MessageReceiverListener) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MessageReceiverListener.class},
                (proxy, method, arguments) -> {
                    if (arguments[0] instanceof DeliverSm delivery)
                        receipts.add(delivery.getShortMessageAsDeliveryReceipt().getFinalStatus() + " "
                                + delivery.getShortMessageAsDeliveryReceipt().getId());
                    return null;
                }));
        session.connectAndBind(
                "127.0.0.1",
                smsc.port(),
                new BindParameter(
                        BindType.BIND_TRX,
                        "jsmpp",
                        "x",
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        null));
        toClose.add(0, session::unbindAndClose);

        String first = submit(session, NUMBER);
        String second = submit(session, NUMBER + Fate.ABSENT_SUBSCRIBER.digits());
        assertThatThrownBy(() -> submit(session, NUMBER + Fate.BAD_DESTINATION.digits()))
                .isInstanceOfSatisfying(
                        NegativeResponseException.class,
                        e -> assertThat(e.getCommandStatus()).isEqualTo(0x0B));
        await().until(() -> receipts.size() == 2);
        assertThat(receipts).containsExactlyInAnyOrder("DELIVRD " + first, "UNDELIV " + second);
        await().until(() -> smsc.counts().receiptsAcknowledged() == 2);
    }

    private static String submit(SMPPSession session, long number) throws Exception {
        return session.submitShortMessage(
                        "",
                        TypeOfNumber.ALPHANUMERIC,
                        NumberingPlanIndicator.UNKNOWN,
                        "REPLAY",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        "" + number,
                        new ESMClass(),
                        (byte) 0,
                        (byte) 0,
                        null,
                        null,
                        new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                        (byte) 0,
                        new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                        (byte) 0,
                        "hello".getBytes(ISO_8859_1))
                .getMessageId();
    }

    @Test
    void the_client_of_ch_smpp_and_our_simulator() throws Exception {
        var smsc = Simulator.start(SimulatorSettings.defaults().with("password", "x"));
        toClose.add(smsc);
        var receipts = new CopyOnWriteArrayList<String>();
        var client = new DefaultSmppClient();
        toClose.add(0, client::destroy);
        var configuration = new SmppSessionConfiguration();
        configuration.setHost("127.0.0.1");
        configuration.setPort(smsc.port());
        configuration.setType(SmppBindType.TRANSCEIVER);
        configuration.setSystemId("ch");
        configuration.setPassword("x");
        configuration.setWindowSize(50);
        var session = client.bind(configuration, new DefaultSmppSessionHandler() {
            @Override
            public PduResponse firePduRequestReceived(PduRequest request) {
                if (request instanceof com.cloudhopper.smpp.pdu.DeliverSm delivery)
                    receipts.add(new String(delivery.getShortMessage(), ISO_8859_1));
                return request.createResponse();
            }
        });
        toClose.add(0, session::destroy);
        for (int i = 0; i < 100; i++) {
            var submit = new com.cloudhopper.smpp.pdu.SubmitSm();
            submit.setRegisteredDelivery((byte) 1);
            submit.setSourceAddress(new com.cloudhopper.smpp.type.Address((byte) 5, (byte) 0, "REPLAY"));
            submit.setDestAddress(new com.cloudhopper.smpp.type.Address((byte) 1, (byte) 1, "" + (NUMBER + i % 60)));
            submit.setShortMessage("hello".getBytes(ISO_8859_1));
            assertThat(session.submit(submit, 5_000).getCommandStatus()).isZero();
        }
        await().until(() -> smsc.counts().receiptsAcknowledged() == 100);
        assertThat(receipts).hasSize(100).allMatch(text -> text.contains("stat:DELIVRD"));
        assertThat(smsc.counts().copiesBeyondOne()).isEqualTo(40);
        assertThat(List.of(session.enquireLink(new com.cloudhopper.smpp.pdu.EnquireLink(), 5_000)
                        .getCommandStatus()))
                .containsExactly(0);
        session.unbind(Duration.ofSeconds(2).toMillis());
    }
}
