package dev.replay.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short form of `make chaos`: each fault once, against two backends. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ChaosIT {
    private static final double SHORT = 0.01;
    private static final long SEED = System.nanoTime();

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        System.out.println("ChaosIT seed " + SEED);
        stage = new Stage(Files.createTempDirectory(Files.createDirectories(Path.of("target", "chaos")), "it-"), 2);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    static Iterable<Fault> faults() {
        return Fault.all(SHORT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void nothingIsSentTwiceAndNothingIsLostUnlisted(Fault fault) throws Exception {
        if (!fault.possible())
            System.out.println("ChaosIT: " + fault.name() + ": not run, libfaketime is not installed");
        assumeTrue(fault.possible(), "libfaketime is not installed");
        Fault.Outcome outcome = fault.run(stage, new Random(SEED ^ fault.name().hashCode()));
        System.out.println("ChaosIT: " + fault.name() + ": " + outcome);
        Stage.Findings found = outcome.found();
        assertThat(outcome.done()).as("how often").isEqualTo(outcome.planned());
        assertThat(found.audit()).isEmpty();
        assertThat(found).as("copies, unlisted, lies, in doubt").matches(Stage.Findings::clean);
    }
}
