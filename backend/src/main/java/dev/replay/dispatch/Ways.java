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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How messages can leave: the carriers of their route and country in order of preference. */
@Singleton
class Ways {
    private final Supplier<Routing> routing;

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

    boolean any() {
        var openness = openness();
        return openness.open() || !openness.exceptions().isEmpty();
    }

    Routing.Openness openness() {
        return routing.get().openness();
    }

    List<Routing.Way> all() {
        return routing.get().ways();
    }

    OfRoute of(String route) {
        return new OfRoute(route);
    }

    /** What the messages of one campaign can take. */
    final class OfRoute {
        private final String route;
        private final Map<String, List<Line>> byCountry = new HashMap<>();
        private final Set<Line> all;
        private final boolean byCountries;

        private OfRoute(String route) {
            this.route = route;
            this.all = routing.get().lines(route);
            this.byCountries = routing.get().differs(route);
        }

        private List<Line> lines(String country) {
            return byCountry.computeIfAbsent(country, c -> routing.get().lines(route, c));
        }

        /** The first that is there; one that is full or slow is waited for. Null where all are away. */
        @Nullable
        Line first(String country) {
            List<Line> lines = lines(country);
            for (int i = 0; i < lines.size(); i++) if (!lines.get(i).away()) return lines.get(i);
            return null;
        }

        boolean open() {
            for (Line line : all) if (!line.away()) return true;
            return false;
        }

        /** Whether messages of one country may have to wait for their carriers where those of another do not. */
        boolean differ() {
            return byCountries && all.stream().anyMatch(Line::away);
        }

        boolean ready() {
            for (Line line : firsts()) if (line.ready()) return true;
            return false;
        }

        /** How many lines its messages can take at the most. */
        int count() {
            return all.size();
        }

        /** What can be written at once by the lines that its messages would take now. */
        int room() {
            int room = 0;
            for (Line line : firsts()) room += line.room();
            return room;
        }

        /**
         * The lines that its messages would take now, as far as their countries are known; where none of these can leave,
         * those that others may take.
         */
        Set<Line> firsts() {
            if (byCountry.isEmpty()) lines("");
            if (byCountry.size() == 1 || all.size() == 1) {
                Line first = first(byCountry.keySet().iterator().next());
                return first == null ? there() : Set.of(first);
            }
            Set<Line> firsts = new HashSet<>();
            for (String country : byCountry.keySet()) {
                Line first = first(country);
                if (first != null) firsts.add(first);
            }
            return firsts.isEmpty() ? there() : firsts;
        }

        private Set<Line> there() {
            Set<Line> there = new HashSet<>(all);
            there.removeIf(Line::away);
            return there;
        }
    }
}
