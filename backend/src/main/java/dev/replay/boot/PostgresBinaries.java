package dev.replay.boot;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs, unpacked once from the jar that carries them. */
final class PostgresBinaries {
    /** Names the folder, so that another release is unpacked beside the old one and never over it. */
    static final String VERSION = "18.6.0";

    static final String MAJOR = VERSION.substring(0, VERSION.indexOf('.'));

    private PostgresBinaries() {}

    /**
     * Unpacks into {@code parent/postgres-VERSION} unless that folder is there. It appears whole or not at all, and
     * two processes may ask at once.
     *
     * @return the folder that holds {@code bin}
     */
    static Path unpackInto(Path parent) throws IOException {
        Path home = parent.resolve("postgres-" + VERSION);
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(parent);
        removeBrokenOff(parent);
        Path unpacking = parent.resolve(
                home.getFileName() + ".unpacking-" + ProcessHandle.current().pid());
        try {
            unpack(unpacking);
            Files.move(unpacking, home, ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Lost the race to another process: its copy is as good as ours.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            deleteTree(unpacking);
        }
        return home;
    }

    private static void removeBrokenOff(Path parent) throws IOException {
        try (var entries = Files.newDirectoryStream(parent, "postgres-*.unpacking-*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                long pid = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
                boolean atWork = ProcessHandle.of(pid).isPresent()
                        && pid != ProcessHandle.current().pid();
                if (!atWork) {
                    deleteTree(entry);
                }
            }
        }
    }

    private static void unpack(Path target) throws IOException {
        String archive = "/postgres-linux-" + architecture() + ".txz";
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new LaunchException("This build carries no PostgreSQL for " + architecture()
                        + ": set QUARKUS_DATASOURCE_JDBC_URL to one of your own.");
            }
            try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    place(entry, tar, target);
                }
            }
        }
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path file = within(target, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(file, within(target, entry.getLinkName()));
        } else {
            Files.copy(content, file);
            Files.setPosixFilePermissions(file, permissions(entry.getMode()));
        }
    }

    private static Path within(Path target, String name) throws IOException {
        Path file = target.resolve(name).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("The archive of PostgreSQL names a file outside of it: " + name);
        }
        return file;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        // Declared from OWNER_READ to OTHERS_EXECUTE, the order of the mode's bits from 0400 down.
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & (0400 >> permission.ordinal())) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> name;
        };
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
