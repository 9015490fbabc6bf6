package dev.replay.http;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What should have stood at a place of the body, in the words of JSON instead of Java's. */
final class Expectation {
    private static final ObjectMapper plain = new ObjectMapper();
    private static final List<Class<?>> integers =
            List.of(int.class, Integer.class, long.class, Long.class, short.class, Short.class, BigInteger.class);
    private static final List<Class<?>> numbers =
            List.of(double.class, Double.class, float.class, Float.class, BigDecimal.class);

    private Expectation() {}

    static String of(JsonMappingException e) {
        // Our own deserialisers say what is wrong in a sentence for the one who asked.
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnsoundText unsound) return unsound.getOriginalMessage();
            if (t instanceof InputCoercionException) return must(long.class);
        }
        if (e instanceof MismatchedInputException m && m.getTargetType() != null) return must(m.getTargetType());
        return "has a value that is not allowed here";
    }

    private static String must(Class<?> type) {
        if (type == String.class) return "must be a string";
        if (integers.contains(type)) return "must be an integer number within its bounds";
        if (numbers.contains(type)) return "must be a number";
        if (type == Boolean.class || type == boolean.class) return "must be true or false";
        if (TemporalAccessor.class.isAssignableFrom(type)) {
            return "must be an instant of RFC 3339, as in 2026-11-23T09:05:12Z";
        }
        if (type.isEnum()) return "must be one of " + words(type);
        if (type.isArray() || Collection.class.isAssignableFrom(type)) return "must be an array";
        if (Map.class.isAssignableFrom(type) || type.isRecord()) return "must be an object";
        return "has a value that is not allowed here";
    }

    private static String words(Class<?> type) {
        JavaType asText = plain.constructType(String.class);
        return String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(word -> plain.<String>convertValue(word, asText))
                        .toList());
    }
}
