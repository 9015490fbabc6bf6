package dev.replay.boot;

import dev.replay.account.Accounts;
import dev.replay.carrier.Carriers;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The service from its database to its last line of greeting. */
public final class Service implements QuarkusApplication {
    private static final int GRACE_SECONDS = 60;

    /** An SMSC beside us answers in a moment; one that is away must not keep the greeting back. */
    private static final long CARRIER_MILLIS = 2_000;

    private final Instance<DemoAccess> demo;
    private final Carriers carriers;
    private final Accounts accounts;

    @Inject
    Service(Instance<DemoAccess> demo, Carriers carriers, Accounts accounts) {
        this.demo = demo;
        this.carriers = carriers;
        this.accounts = accounts;
    }

    /**
     * Runs until the process is told to end.
     *
     * @throws LaunchException the port is in use, or there is no database
     */
    static void serve(LaunchSettings settings, String... arguments) {
        refusePortInUse(settings);
        // An address that is not well formed then reaches our own router, which answers it with a problem.
        System.setProperty("vertx.disableURIValidation", "true");
        if (settings.demo()) {
            // Its password is known to everybody.
            System.setProperty("quarkus.http.host", settings.host());
        }
        // Eight lines at each start that say nothing changed; errors are logged all the same.
        System.setProperty("liquibase.command.showSummary", "OFF");
        var stopped = new CountDownLatch(1);
        if (settings.external().isEmpty()) {
            startDatabase(settings, stopped);
        }
        Quarkus.run(
                Service.class,
                (exitCode, failure) -> {
                    if (failure != null) {
                        explain(failure, settings);
                    }
                    stopped.countDown();
                    // In development the same process starts it again.
                    if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
                        System.exit(exitCode);
                    }
                },
                arguments);
    }

    private static void startDatabase(LaunchSettings settings, CountDownLatch stopped) {
        settings.requireEmbedded();
        var postgres = new EmbeddedPostgres(settings.dataDir(), EmbeddedPostgres.Keep.FOREVER);
        DatabaseAccess access = postgres.start().access();
        // Hooks run side by side, and the application's last statements need the database.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            awaitEnd(stopped);
                            postgres.close();
                        },
                        "stop-postgres"));
        // They stay for the life of the process: in development, Quarkus starts again and finds its database running.
        System.setProperty(LaunchSettings.JDBC_URL, access.jdbcUrl());
        System.setProperty(LaunchSettings.USERNAME, access.username());
        System.setProperty(LaunchSettings.PASSWORD, access.password());
    }

    private static void awaitEnd(CountDownLatch stopped) {
        try {
            stopped.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refusePortInUse(LaunchSettings settings) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (BindException e) {
            throw portInUse(settings);
        } catch (IOException e) {
            throw new LaunchException(
                    "Cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
    }

    private static LaunchException portInUse(LaunchSettings settings) {
        return new LaunchException("Port " + settings.port()
                + " is in use: stop what listens there, or set QUARKUS_HTTP_PORT to another one.");
    }

    private static void explain(Throwable failure, LaunchSettings settings) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Somebody took the port after we had looked.
            if (cause instanceof BindException) {
                System.err.println("replay: " + portInUse(settings).getMessage());
                return;
            }
        }
        Logger.getLogger(Service.class).error("Replay did not start", failure);
    }

    @Override
    public int run(String... arguments) {
        awaitCarrier();
        System.out.println(Banner.of(address(), demoAccess(), accounts.haveUsers()));
        Quarkus.waitForExit();
        return 0;
    }

    /** So that the greeting is the last thing printed. */
    private void awaitCarrier() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CARRIER_MILLIS);
        while (carriers.lines().stream().anyMatch(line -> !line.ready()) && System.nanoTime() - until < 0)
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private static URI address() {
        var config = ConfigProvider.getConfig();
        String host = config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0");
        boolean everywhere = host.equals("0.0.0.0") || host.equals("127.0.0.1");
        return URI.create("http://" + (everywhere ? "localhost" : host) + ":"
                + config.getValue("quarkus.http.port", Integer.class));
    }

    private Optional<DemoAccess> demoAccess() {
        return demo.isResolvable() ? Optional.ofNullable(demo.get()) : Optional.empty();
    }
}
