package dev.replay.boot;

import dev.replay.account.Accounts;
import dev.replay.account.Role;
import dev.replay.audience.RecipientImport;
import dev.replay.campaign.CampaignDrafts;
import dev.replay.campaign.CampaignResource.NewCampaign;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.credit.Credits;
import dev.replay.credit.Poster;
import dev.replay.credit.Prices;
import dev.replay.dispatch.Rehearsal;
import dev.replay.launch.Estimates;
import dev.replay.launch.Launches;
import dev.replay.receipt.Settlement;
import dev.replay.replay.Replays;
import dev.replay.replay.Selection;
import dev.replay.store.Database;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The demo account and its past: campaigns of many ages and states, made by the engine's own statements under a shifted
 * clock. Runs at the start, before the first request is answered and before anything is sent; once there, it only adds
 * fresh campaigns when all it has are too old to be replayed.
 */
@ApplicationScoped
class Demo {
    private static final Logger LOG = Logger.getLogger(Demo.class);

    private static final String EMAIL = "demo@example.com";
    private static final String SIGN_IN = "replay-demo";
    private static final String CURRENCY = "EUR";
    private static final ZoneId ZONE = ZoneId.of("Europe/Rome");
    private static final String ROUTE = "transactional";
    private static final short SIMULATOR = 2;
    private static final int RECEIPTS_AT_ONCE = 1_000;
    /** Receipts of a thousand messages arrive within about as long, so that a hundred thousand take some minutes. */
    private static final Duration RECEIPT_PACE = Duration.ofSeconds(2);
    /** Younger than the default window's shortest month, with days left to play in. */
    private static final Duration STILL_FRESH = Duration.ofDays(24);

    private static final Map<String, String> PRICES = Map.of(
            "IN", "0.0035", "IT", "0.0420", "GB", "0.0380", "FR", "0.0450", "DE", "0.0710", "ES", "0.0390", "US",
            "0.0080");

    private final boolean wanted;
    private final Path keyFile;
    private final Database database;
    private final Accounts accounts;
    private final Credits credits;
    private final Prices prices;
    private final CampaignDrafts drafts;
    private final RecipientImport recipients;
    private final Estimates estimates;
    private final Launches launches;
    private final Rehearsal rehearsal;
    private final Settlement settlement;
    private final Poster poster;
    private final Replays replays;
    private final ShiftedClock clock;
    private final AtomicLong carrierMessageIds = new AtomicLong();

    Demo(
            @ConfigProperty(name = "replay.demo", defaultValue = "false") boolean wanted,
            @ConfigProperty(name = "replay.data-dir", defaultValue = ".data") Path dataDir,
            Database database,
            Accounts accounts,
            Credits credits,
            Prices prices,
            CampaignDrafts drafts,
            RecipientImport recipients,
            Estimates estimates,
            Launches launches,
            Rehearsal rehearsal,
            Settlement settlement,
            Poster poster,
            Replays replays,
            ShiftedClock clock) {
        this.wanted = wanted;
        this.keyFile = dataDir.resolve("demo-api-key");
        this.database = database;
        this.accounts = accounts;
        this.credits = credits;
        this.prices = prices;
        this.drafts = drafts;
        this.recipients = recipients;
        this.estimates = estimates;
        this.launches = launches;
        this.rehearsal = rehearsal;
        this.settlement = settlement;
        this.poster = poster;
        this.replays = replays;
        this.clock = clock;
    }

    @Produces
    @Dependent
    @Nullable
    DemoAccess access() {
        return wanted ? new DemoAccess(EMAIL, SIGN_IN, keyFile) : null;
    }

    /** Between the carriers, whose table it needs, and the dispatcher, which would send what is rehearsed here. */
    void start(@Observes @Priority(500) StartupEvent event) {
        if (!wanted) return;
        long account = account();
        key(account);
        if (!fresh(account)) {
            LOG.info("making demo campaigns ...");
            new Past(account).make();
        }
    }

    private long account() {
        return database.asEngine(c -> Database.first(
                        c,
                        "select account_id from app_user where email = ?",
                        s -> s.setString(1, EMAIL),
                        r -> r.getLong(1)))
                .orElseGet(this::newAccount);
    }

    private long newAccount() {
        long[] made = new long[1];
        clock.ago(Duration.ofDays(60), () -> {
            long account = accounts.create("Nordlys & CasaMed", CURRENCY, ZONE.getId()).id;
            accounts.createUser(account, EMAIL, SIGN_IN, Role.ADMIN, true);
            credits.topUp(account, new BigDecimal("25000.00"), "Welcome");
            database.forAccount(account, c -> {
                for (var price : PRICES.entrySet())
                    prices.put(c, account, ROUTE, price.getKey(), new BigDecimal(price.getValue()));
                return null;
            });
            for (String sender : List.of(DemoTexts.SHOP, DemoTexts.CLINIC)) sender(account, sender);
            for (DemoTexts.Text text : DemoTexts.TEMPLATES) template(account, text);
            made[0] = account;
        });
        return made[0];
    }

    private void sender(long account, String sender) {
        database.forAccount(
                account,
                c -> Database.update(
                        c, "insert into sender (account_id, sender, route, created_at) values (?, ?, ?, ?)", s -> {
                            s.setLong(1, account);
                            s.setString(2, sender);
                            s.setString(3, ROUTE);
                            s.setTimestamp(4, Timestamp.from(clock.instant()));
                        }));
    }

    private void template(long account, DemoTexts.Text text) {
        database.forAccount(
                account,
                c -> Database.update(c, """
                        insert into template (account_id, name, body, sender_id, created_at)
                        select ?, ?, ?, id, ? from sender where account_id = ? and sender = ?
                        """, s -> {
                    s.setLong(1, account);
                    s.setString(2, text.name());
                    s.setString(3, text.body());
                    s.setTimestamp(4, Timestamp.from(clock.instant()));
                    s.setLong(5, account);
                    s.setString(6, text.sender());
                }));
    }

    /** A key whose secret only the file has: lost with the file, and then made anew. */
    private void key(long account) {
        try {
            if (Files.exists(keyFile)) return;
            Files.createDirectories(keyFile.toAbsolutePath().getParent());
            Files.createFile(
                    keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(keyFile, accounts.createKey(account, "Demo", Role.ADMIN, true) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fresh(long account) {
        Instant oldest = Instant.now().minus(STILL_FRESH);
        return database.forAccount(
                account,
                c -> Database.first(
                                c,
                                """
                                select true from campaign
                                where account_id = ? and status = 'submitted' and submitted_at > ? limit 1
                                """,
                                s -> {
                                    s.setLong(1, account);
                                    s.setTimestamp(2, Timestamp.from(oldest));
                                },
                                r -> true)
                        .isPresent());
    }

    /** The campaigns, oldest first. */
    private final class Past {
        private final long account;
        private final long shop;
        private final long clinic;

        Past(long account) {
            this.account = account;
            this.shop = senderId(DemoTexts.SHOP);
            this.clinic = senderId(DemoTexts.CLINIC);
            database.asEngine(c -> Database.update(c, """
                    insert into carrier (id, name, kind, active) values (?, 'simulator', 'smpp', false)
                    on conflict (id) do nothing
                    """, s -> s.setShort(1, SIMULATOR)));
            carrierMessageIds.set(System.currentTimeMillis() << 20);
        }

        private long senderId(String sender) {
            return database.forAccount(
                    account,
                    c -> Database.first(
                                    c,
                                    "select id from sender where account_id = ? and sender = ?",
                                    s -> {
                                        s.setLong(1, account);
                                        s.setString(2, sender);
                                    },
                                    r -> r.getLong(1))
                            .orElseThrow());
        }

        void make() {
            sent(
                    Duration.ofDays(40),
                    "Winter sale, last call",
                    shop,
                    "Last call: winter sale ends tonight. 40% off at nordlys.example. Reply STOP to opt out",
                    numbers(1, 2_500));
            long reminders = sent(
                    Duration.ofDays(8),
                    "Promemoria visite",
                    clinic,
                    "Gentile {name}, le ricordiamo la visita di domani. Perché non la dimentichi 🙂 CasaMed",
                    named(2, 1_200));
            replayed(Duration.ofDays(6), reminders, "Promemoria visite, second try");
            sent(
                    Duration.ofDays(3),
                    "Spring collection launch",
                    shop,
                    "Spring is here: 20% off everything until Sunday. Code SPRING20 at nordlys.example. Reply STOP to opt out",
                    numbers(3, 100_000));
            sent(
                    Duration.ofHours(1),
                    "Parcels of this morning",
                    shop,
                    "Your parcel is with the courier and arrives today between 14 and 18. Nordlys",
                    numbers(4, 800));
            draft(
                    "Loyalty points, May",
                    shop,
                    "Hi {name}, you have points worth a treat until the end of the month. Nordlys",
                    named(5, 300));
            clock.ago(Duration.ofDays(5), () -> {
                long cancelled = draft(
                        "Flash sale, withdrawn",
                        shop,
                        "Tonight only: 50% off lamps. nordlys.example. Reply STOP to opt out",
                        numbers(6, 400));
                launch(cancelled, Duration.ofDays(1));
                launches.cancel(account, cancelled);
            });
            launch(
                    draft(
                            "Weekend opening hours",
                            shop,
                            "This weekend our shops are open until 22. See you there! Nordlys",
                            numbers(7, 600)),
                    Duration.ofDays(2));
        }

        private long sent(Duration ago, String name, long sender, String body, String csv) {
            long[] id = new long[1];
            clock.ago(ago, () -> {
                id[0] = draft(name, sender, body, csv);
                go(id[0], 0);
            });
            return id[0];
        }

        private void replayed(Duration ago, long original, String name) {
            clock.ago(ago, () -> {
                var select =
                        List.of(new Selection.Item("UnDelivered", List.of("ABSENT-SUB", "EXPIRED", "HANDSET-BUSY")));
                go(replays.create(account, ZONE, original, select, name).id(), 1);
            });
        }

        private long draft(String name, long sender, String body, String csv) {
            long id = drafts.make(account, ZONE, new NewCampaign(name, sender, ROUTE, body, null, null, null, null));
            try {
                recipients.replace(
                        account,
                        id,
                        RecipientImport.Format.CSV,
                        null,
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return id;
        }

        private void launch(long campaign, @Nullable Duration ahead) {
            long estimate =
                    estimates.estimate(account, campaign, CURRENCY, null).estimateId();
            String at = ahead == null
                    ? null
                    : clock.instant().plus(ahead).truncatedTo(ChronoUnit.HOURS).toString();
            launches.launch(
                    new Launches.Payer(account, CURRENCY, ZONE), campaign, estimate, new Launches.Times(at, null));
        }

        private void go(long campaign, int attempt) {
            launch(campaign, null);
            var carrier = new RehearsedCarrier(SIMULATOR, carrierMessageIds, attempt);
            rehearsal.send(campaign, carrier);
            Instant at = clock.instant();
            List<Receipt> all = carrier.receipts();
            for (int from = 0; from < all.size(); from += RECEIPTS_AT_ONCE) {
                at = at.plus(RECEIPT_PACE);
                settlement.settle(all.subList(from, Math.min(all.size(), from + RECEIPTS_AT_ONCE)), at);
            }
            poster.postNow(campaign);
        }

        private static String numbers(int block, int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> number(block, i))
                    .collect(Collectors.joining("\n", "recipient\n", "\n"));
        }

        private static String named(int block, int count) {
            List<String> names =
                    List.of("Asha", "Giulia", "Marco", "Priya", "James", "Chloé", "Luca", "Meera", "Sofia", "Daniel");
            return IntStream.range(0, count)
                    .mapToObj(i -> number(block, i) + "," + names.get(i % names.size()))
                    .collect(Collectors.joining("\n", "recipient,name\n", "\n"));
        }

        /** Numbers of real ranges: six of ten in India, then Italy, Britain and France. */
        private static String number(int block, int i) {
            int n = block * 200_000 + i;
            return switch (i % 10) {
                case 0, 1, 2, 3, 4, 5 -> "+91981%07d".formatted(n);
                case 6, 7 -> "+39347%07d".formatted(n);
                case 8 -> "+447400%06d".formatted(n % 1_000_000);
                default -> "+336%08d".formatted(12_000_000 + n);
            };
        }
    }
}
