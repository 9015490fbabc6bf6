package dev.replay.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an address takes, over all the resources that share it. The framework asks only the one resource whose path fits
 * best: where another has the method, it answers 404, or names the methods of the wrong one.
 */
@Singleton
final class AllowedMethods {
    private record Operation(Pattern path, String method) {}

    private final List<Operation> operations = new ArrayList<>();

    AllowedMethods(BeanManager beans) {
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path resource = bean.getBeanClass().getAnnotation(Path.class);
            if (resource == null) continue;
            for (Method method : bean.getBeanClass().getDeclaredMethods()) {
                String verb = verb(method);
                if (verb != null) operations.add(new Operation(pattern(resource, method), verb));
            }
        }
    }

    /** @param path decoded @return in the order of the alphabet; empty where nothing answers there */
    SortedSet<String> at(String path) {
        // Of an encoded slash: what it stands in is part of an id, and no other address.
        if (path.contains("//")) return new TreeSet<>();
        String tidy = path.replaceAll("(?<=.)/$", "");
        SortedSet<String> found = new TreeSet<>();
        for (Operation operation : operations) {
            if (operation.path.matcher(tidy).matches()) found.add(operation.method);
        }
        if (found.contains("GET")) found.add("HEAD");
        if (!found.isEmpty()) found.add("OPTIONS");
        return found;
    }

    private static @Nullable String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) return verb.value();
        }
        return null;
    }

    private static Pattern pattern(Path resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        String template = "/" + resource.value() + "/" + (own == null ? "" : own.value());
        String tidy = template.replaceAll("/+", "/").replaceAll("/$", "");
        return Pattern.compile(tidy.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+"));
    }
}
