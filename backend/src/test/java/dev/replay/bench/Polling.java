package dev.replay.bench;

import dev.replay.BackendProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * People who look at campaigns while something else goes on: each question five times a second on average, by a thread of
 * its own, at instants that know nothing of each other (a Poisson process; the same ones in every run). The time of an
 * answer counts from when it was to be asked, so that one that is slow does not hide those behind it.
 */
final class Polling {
    private static final double MEAN_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final HttpClient http = HttpClient.newHttpClient();
    private final BackendProcess backend;
    private final Map<String, List<Double>> milliseconds = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean ended;

    private Polling(BackendProcess backend) {
        this.backend = backend;
    }

    /** @param running that is asked for @param closed whose replay is previewed */
    static Polling start(BackendProcess backend, long running, long closed) {
        var polling = new Polling(backend);
        String campaign = "/v1/campaigns/" + running;
        polling.ask("campaign", polling.get(campaign));
        polling.ask("breakdown", polling.get(campaign + "/status-breakdown"));
        polling.ask("messages", polling.get(campaign + "/messages?limit=50"));
        polling.ask(
                "preview",
                backend.request("/v1/campaigns/" + closed + "/replay-preview")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Freezes.SELECT_UNDELIVERED))
                        .build());
        polling.threads.forEach(Thread::start);
        return polling;
    }

    private HttpRequest get(String path) {
        return backend.request(path).build();
    }

    private void ask(String name, HttpRequest request) {
        List<Double> answers = Collections.synchronizedList(new ArrayList<>());
        milliseconds.put(name, answers);
        threads.add(Thread.ofPlatform().name("polling-" + name).daemon().unstarted(() -> poll(request, answers)));
    }

    private void poll(HttpRequest request, List<Double> answers) {
        try {
            var chance = new Random(request.uri().getPath().hashCode());
            for (long due = System.nanoTime(); !ended; due += (long) (chance.nextExponential() * MEAN_PAUSE)) {
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime())
                    LockSupport.parkNanos(early);
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                answers.add(BenchDatabase.seconds(due) * 1_000);
                if (response.statusCode() != 200)
                    throw new IllegalStateException(request.uri() + ": " + response.body());
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Ends it. @return milliseconds of all answers to each question */
    Map<String, List<Double>> end() throws Exception {
        ended = true;
        for (Thread thread : threads) thread.join();
        Exception e = failure.get();
        if (e != null) throw e;
        return milliseconds;
    }
}
