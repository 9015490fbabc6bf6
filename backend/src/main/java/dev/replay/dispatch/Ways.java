package dev.replay.dispatch;

import dev.replay.carrier.Carrier;
import dev.replay.carrier.Carriers;
import dev.replay.carrier.Line;
import dev.replay.carrier.Routing;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How messages can leave: the carriers of their route and country in order of preference, each with its pace. */
@Singleton
class Ways {
    /** @param pace shared by all that write to the line in this process */
    record Way(Line line, Pace pace) {}

    private final Supplier<Routing> routing;
    private final Map<Line, Way> known = new ConcurrentHashMap<>();

    // The carriers are there once they have started, and not before.
    @Inject
    Ways(Carriers carriers) {
        this.routing = carriers::routing;
    }

    Ways(Routing routing) {
        this.routing = () -> routing;
    }

    /** Whatever the route and the country, without a limit. */
    static Ways only(Carrier carrier) {
        return new Ways(Routing.only(new Line(carrier, 0)));
    }

    private Way way(Line line) {
        return known.computeIfAbsent(line, l -> new Way(l, new Pace(l.rate())));
    }

    boolean any() {
        var openness = openness();
        return openness.open() || !openness.exceptions().isEmpty();
    }

    Routing.Openness openness() {
        return routing.get().openness();
    }

    OfRoute of(String route) {
        return new OfRoute(route);
    }

    /** What the messages of one campaign can take. */
    final class OfRoute {
        private final String route;
        private final Map<String, List<Way>> byCountry = new HashMap<>();
        private final Set<Line> all;

        private OfRoute(String route) {
            this.route = route;
            this.all = routing.get().lines(route);
        }

        private List<Way> ways(String country) {
            return byCountry.computeIfAbsent(
                    country,
                    c -> routing.get().lines(route, c).stream()
                            .map(Ways.this::way)
                            .toList());
        }

        /** The first that is there; one that is full or slow is waited for. Null where all are away. */
        @Nullable
        Way first(String country) {
            List<Way> ways = ways(country);
            for (int i = 0; i < ways.size(); i++) if (!ways.get(i).line.away()) return ways.get(i);
            return null;
        }

        boolean open() {
            for (Line line : all) if (!line.away()) return true;
            return false;
        }

        boolean ready() {
            for (Way way : firsts()) if (way.line.ready()) return true;
            return false;
        }

        /** How many lines its messages can take at the most. */
        int count() {
            return all.size();
        }

        /** What can be written at once by the lines that its messages would take now. */
        int room() {
            int room = 0;
            for (Way way : firsts()) room += way.line.room();
            return room;
        }

        /** How many messages are worth claiming, by the paces of these lines. */
        int soon() {
            long soon = 0;
            for (Way way : firsts()) soon += way.pace.soon();
            return (int) Math.min(Integer.MAX_VALUE, soon);
        }

        private Set<Way> firsts() {
            if (byCountry.isEmpty()) ways("");
            if (byCountry.size() == 1 || all.size() == 1) {
                Way first = first(byCountry.keySet().iterator().next());
                return first == null ? Set.of() : Set.of(first);
            }
            Set<Way> firsts = new HashSet<>();
            for (String country : byCountry.keySet()) {
                Way first = first(country);
                if (first != null) firsts.add(first);
            }
            return firsts;
        }
    }
}
