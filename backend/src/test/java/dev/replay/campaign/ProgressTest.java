package dev.replay.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.account.Role;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProgressTest {
    @Inject
    Desk desk;

    @Inject
    ProgressFeed feed;

    @TestHTTPResource
    URL server;

    private Desk.Account account;
    private long id;

    @BeforeEach
    void aCampaignUnderWay() {
        account = desk.account();
        id = account.draft();
        desk.sql("update campaign set status = 'processing', submitted_at = now() where id = ?", id);
        desk.sql(
                "insert into tally (campaign_id, shard, status, sub_status, segments, country, count) values (?, 0, 0, 0, 0, 'IN', 10)",
                id);
    }

    private HttpRequest watch() {
        return HttpRequest.newBuilder(URI.create(server + "v1/campaigns/" + id + "/events"))
                .header("api-key", account.key(Role.VIEWER))
                .header("Accept", "text/event-stream")
                .build();
    }

    @Test
    void eventsComeAtOnceThenWithEveryChangeAndEndWhenSettled() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        try {
            CompletableFuture<Void> ended = client.sendAsync(watch(), HttpResponse.BodyHandlers.ofLines())
                    .thenAccept(response -> {
                        try (Stream<String> all = response.body()) {
                            all.forEach(lines::add);
                        }
                    });
            await().atMost(Duration.ofSeconds(10)).until(() -> data(lines).size() == 1);
            assertThat(lines.getFirst().replace(" ", "")).isEqualTo("event:progress");
            assertThat(data(lines).getFirst()).contains("\"queued\":10", "\"status\":\"processing\"");

            desk.sql("update tally set count = 4 where campaign_id = ? and status = 0", id);
            desk.sql(
                    "insert into tally (campaign_id, shard, status, sub_status, segments, country, count) values (?, 3, 2, 2, 1, 'IN', 6)",
                    id);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> data(lines).getLast().contains("\"delivered\":6"));
            assertThat(ended).isNotDone();

            desk.sql("update campaign set status = 'submitted', settled_at = now() where id = ?", id);
            ended.get(10, TimeUnit.SECONDS);
            assertThat(data(lines).getLast())
                    .contains("\"status\":\"submitted\"")
                    .doesNotContain("\"settledAt\":null");
        } finally {
            // Not close: where the test has failed, the stream never ends.
            client.shutdownNow();
        }
    }

    private static List<String> data(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("data:")).toList();
    }

    @Test
    void nothingIsReadOnceTheWatcherHasGone() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try {
            HttpResponse<InputStream> response = client.send(watch(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(10)).until(() -> feed.watched() == 1);
            response.body().close();
            client.shutdownNow();
            await().atMost(Duration.ofSeconds(10)).until(() -> feed.watched() == 0);
        } finally {
            client.shutdownNow();
        }
    }
}
