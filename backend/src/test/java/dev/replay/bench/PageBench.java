package dev.replay.bench;

import dev.replay.BackendProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The page in a browser, which measures itself and prints lines like ours. */
final class PageBench {
    private static final Path FRONTEND = Path.of("..", "frontend");

    private PageBench() {}

    /** @param campaign that can be replayed */
    static void run(String address, long campaign) throws InterruptedException {
        if (!Files.isDirectory(FRONTEND.resolve("node_modules")))
            throw new IllegalStateException(
                    "cannot measure the page: its libraries are lacking; make bench fetches them");
        ProcessBuilder node = new ProcessBuilder("node", "bench/page.js")
                .directory(FRONTEND.toFile())
                .inheritIO();
        node.environment()
                .putAll(Map.of(
                        "BENCH_PAGE_URL",
                        address,
                        "BENCH_PAGE_EMAIL",
                        BackendProcess.ADMIN,
                        "BENCH_PAGE_PASSWORD",
                        BackendProcess.PASSWORD,
                        "BENCH_PAGE_CAMPAIGN",
                        Long.toString(campaign)));
        int ended;
        try {
            ended = node.start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot measure the page: there is no node here", e);
        }
        if (ended != 0) throw new IllegalStateException("cannot measure the page: node ended with " + ended);
    }
}
