package dev.replay.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Indian mobile numbers in no order, as lists of customers are. Every second one ends on the digits with which the simulator
 * delivers, the others on those of a subscriber who is away, so that a campaign ends half and half.
 */
final class Audience {
    private static final int NUMBERS = 1_000_000;
    /** Prime to {@link #NUMBERS}: each place of the list has a number of its own. */
    private static final long STRIDE = 387_421;

    private static final long FIRST = 919_800_000_000L;
    private static final int DELIVERED = 0;
    private static final int ABSENT = 61;

    private Audience() {}

    /** The number at a place of the list, from 0. */
    static long number(int place) {
        return FIRST + place * STRIDE % NUMBERS * 100 + (place % 2 == 0 ? DELIVERED : ABSENT);
    }

    /** By message id, from 1. */
    static long[] numbers(int size) {
        var numbers = new long[size + 1];
        for (int id = 1; id <= size; id++) numbers[id] = number(id - 1);
        return numbers;
    }

    static Path csv(Path file, int size) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("recipient\n");
            for (int i = 0; i < size; i++) out.write("+" + number(i) + "\n");
        }
        return file;
    }

    /** With the variables name and order. */
    static Path csvWithVariables(Path file, int size) throws IOException {
        String[] names = {"Asha", "Ravi", "Lakshmi", "Mohammed", "Zoë"};
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("recipient,name,order\n");
            for (int i = 0; i < size; i++)
                out.write("+" + number(i) + "," + names[i % names.length] + ",A-" + (100_000 + i) + "\n");
        }
        return file;
    }
}
