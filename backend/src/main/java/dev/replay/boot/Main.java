package dev.replay.boot;

import dev.replay.carrier.kaleyra.KaleyraStub;
import dev.replay.carrier.simulator.Simulator;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command line: {@code java -jar quarkus-run.jar [serve | audit | smsc | kaleyra]}. What goes wrong is one line and exit code 1. */
@QuarkusMain
public final class Main {
    /** What can be asked for; {@link #run} must answer each. */
    private enum Command {
        SERVE("the service itself; what happens when nothing else is asked for"),
        AUDIT("proves that tallies, charges and balances agree with the rows"),
        SMSC("the SMSC simulator on its own; --name=value for its settings"),
        KALEYRA("a stub of Kaleyra's HTTP API on its own; --name=value for its settings");

        private final String description;

        Command(String description) {
            this.description = description;
        }

        private String word() {
            return name().toLowerCase();
        }

        private static Optional<Command> of(String word) {
            return Arrays.stream(values())
                    .filter(command -> command.word().equals(word))
                    .findFirst();
        }
    }

    private Main() {}

    public static void main(String... arguments) throws InterruptedException {
        String word = arguments.length == 0 ? Command.SERVE.word() : arguments[0];
        if (word.equals("--help") || word.equals("-h") || word.equals("help")) {
            System.out.println(help());
            return;
        }
        Optional<Command> command = Command.of(word);
        if (command.isEmpty()) {
            System.err.println("replay: there is no command \"" + word + "\"; --help lists them.");
            System.exit(2);
        }
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            run(command.orElseThrow(), rest);
        } catch (LaunchException e) {
            System.err.println("replay: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Command command, String[] arguments) throws InterruptedException {
        switch (command) {
            case SERVE -> Service.serve(LaunchSettings.read(), arguments);
            case AUDIT -> {
                if (!AuditReport.print(LaunchSettings.read(), System.out)) {
                    System.exit(1);
                }
            }
            case SMSC -> Simulator.main(arguments);
            case KALEYRA -> KaleyraStub.main(arguments);
        }
    }

    private static String help() {
        return Arrays.stream(Command.values())
                .map(command -> "  %-8s %s%n".formatted(command.word(), command.description))
                .collect(Collectors.joining(
                        "",
                        "Replay sends SMS campaigns over SMPP and replays them to those who were missed.\n\n"
                                + "java -jar quarkus-run.jar [command]\n\n",
                        """

                        Settings are environment variables:
                          QUARKUS_HTTP_PORT            where it listens (8080)
                          QUARKUS_DATASOURCE_JDBC_URL  the PostgreSQL to use, with _USERNAME and _PASSWORD
                          REPLAY_EMBEDDED=true         without that URL: a PostgreSQL of its own
                          REPLAY_DATA_DIR              where that keeps its data (.data)
                          REPLAY_DEMO=true             demo account and data, on loopback alone"""));
    }
}
