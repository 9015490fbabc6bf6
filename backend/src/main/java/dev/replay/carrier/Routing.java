package dev.replay.carrier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which carriers a message may take, in order of preference: the list of its route and country, else that of its route, else
 * that of all routes, else every carrier in the order they are configured in.
 */
public final class Routing {
    static final String PREFIX = "replay.routes";

    private final List<Line> others;
    private final Map<String, List<Line>> lists;

    private Routing(List<Line> others, Map<String, List<Line>> lists) {
        this.others = others;
        this.lists = lists;
    }

    /**
     * @param configured by property or environment variable: {@code replay.routes} for all, {@code replay.routes.<route>},
     *     {@code replay.routes.<route>-<country>}; values are names separated by commas
     * @throws IllegalArgumentException when a list names no carrier, or one that is not there
     */
    public static Routing of(Map<String, String> configured, List<Line> lines) {
        Map<String, List<Line>> lists = new HashMap<>();
        configured.forEach((name, value) -> {
            String key = normal(name);
            String route = key.equals(normal(PREFIX)) ? "" : key.substring(PREFIX.length() + 1);
            lists.put(route, named(name, value, lines));
        });
        List<Line> others = lists.remove("");
        return new Routing(others == null ? List.copyOf(lines) : others, lists);
    }

    /** The same for all. */
    public static Routing only(Line line) {
        return new Routing(List.of(line), Map.of());
    }

    /** Whether a property or an environment variable is about routes. */
    static boolean names(String setting) {
        String key = normal(setting);
        return key.equals(normal(PREFIX)) || key.startsWith(normal(PREFIX) + "-");
    }

    private static List<Line> named(String setting, String value, List<Line> lines) {
        Set<Line> found = new LinkedHashSet<>();
        for (String name : value.split(",")) {
            if (name.isBlank()) continue;
            found.add(lines.stream()
                    .filter(line -> line.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException(setting + " names " + name.strip() + ", but the carriers are "
                                    + lines.stream().map(Line::name).toList())));
        }
        if (found.isEmpty()) throw new IllegalArgumentException(setting + " names no carrier");
        return List.copyOf(found);
    }

    /** Environment variables have neither dots nor dashes nor lower case. */
    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('.', '-').replace('_', '-').replace("\"", "");
    }

    /** @param country two letters */
    public List<Line> lines(String route, String country) {
        if (lists.isEmpty()) return others;
        var list = lists.get(route + "-" + country.toLowerCase(Locale.ROOT));
        return list != null ? list : lists.getOrDefault(route, others);
    }

    /** All that messages of a route may take, whatever their country. */
    public Set<Line> lines(String route) {
        if (lists.isEmpty()) return new LinkedHashSet<>(others);
        Set<Line> lines = new LinkedHashSet<>(lists.getOrDefault(route, others));
        lists.forEach((key, list) -> {
            if (isOfCountryOf(key, route)) lines.addAll(list);
        });
        return lines;
    }

    /** Whether a country has a list of its own, so that it can wait for its carriers where others do not. */
    public boolean differs(String route) {
        return lists.keySet().stream().anyMatch(key -> isOfCountryOf(key, route));
    }

    private static boolean isOfCountryOf(String key, String route) {
        return isOfCountry(key) && route(key).equals(route);
    }

    /** @return whether the key of a list names a route and a country, and not a route alone */
    private static boolean isOfCountry(String key) {
        return key.length() > 3 && key.charAt(key.length() - 3) == '-';
    }

    private static String route(String key) {
        return isOfCountry(key) ? key.substring(0, key.length() - 3) : key;
    }

    private static String country(String key) {
        return isOfCountry(key) ? key.substring(key.length() - 2).toUpperCase(Locale.ROOT) : "";
    }

    /** Whether any message of the route could leave now, or soon. */
    public boolean open(String route) {
        return anyThere(lines(route));
    }

    /**
     * Which routes are open, for a question about many campaigns: all are, or none is, but for the exceptions.
     *
     * @param exceptions routes that are the other way round
     */
    public record Openness(boolean open, List<String> exceptions) {}

    public Openness openness() {
        boolean open = anyThere(others);
        if (lists.isEmpty()) return new Openness(open, List.of());
        // Of route and country the route may have no list of its own.
        Set<String> routes = lists.keySet().stream().map(Routing::route).collect(Collectors.toSet());
        List<String> exceptions = new ArrayList<>();
        for (String route : routes) if (open(route) != open) exceptions.add(route);
        return new Openness(open, exceptions);
    }

    /**
     * Whether messages of a route and country could leave now, or soon.
     *
     * @param country two capital letters; empty for all countries without a list of their own
     */
    public record Way(String route, String country, boolean open) {}

    /** One for each list; whatever has none goes the way of the empty route, which comes last. */
    public List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        lists.forEach((key, list) -> ways.add(new Way(route(key), country(key), anyThere(list))));
        ways.add(new Way("", "", anyThere(others)));
        return ways;
    }

    private static boolean anyThere(Collection<Line> lines) {
        return lines.stream().anyMatch(line -> !line.away());
    }
}
