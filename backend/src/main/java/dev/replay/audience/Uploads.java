package dev.replay.audience;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;

/** Files of uploads under way: an upload is on disk as a whole before anything of it is read, and gone when it is stored. */
@ApplicationScoped
class Uploads {
    private static final Logger LOG = Logger.getLogger(Uploads.class);

    private static final int BLOCK = 1 << 16;

    private final Path folder;

    Uploads(UploadSettings settings) {
        folder = settings.dataDir().resolve("uploads");
    }

    /** A file that is removed when it is closed. */
    record Spool(Path path) implements AutoCloseable {
        /** From its beginning. */
        WritableByteChannel writable() throws IOException {
            return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    Spool make(String suffix) throws IOException {
        Files.createDirectories(folder);
        return new Spool(
                Files.createTempFile(folder, prefix(ProcessHandle.current().pid()), suffix));
    }

    /** @throws Refusal malformed-request when the upload breaks off; nothing is left then */
    Spool receive(InputStream upload) throws IOException {
        Spool spool = make(".upload");
        try (OutputStream file = Files.newOutputStream(spool.path())) {
            byte[] block = new byte[BLOCK];
            for (int read; (read = next(upload, block)) >= 0; ) file.write(block, 0, read);
            return spool;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    /** The client's trouble, unlike a full disk. */
    private static int next(InputStream upload, byte[] block) {
        try {
            return upload.read(block);
        } catch (IOException e) {
            throw new Refusal(Problem.MALFORMED_REQUEST, "The upload broke off: nothing of it is kept.");
        }
    }

    private static String prefix(long pid) {
        return "p" + pid + "-";
    }

    /** What a process left that was killed. Another one that lives may share the folder: its files stay. */
    void removeLeftovers(@Observes StartupEvent event) {
        if (!Files.isDirectory(folder)) return;
        long own = ProcessHandle.current().pid();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "p*-*")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String pid = name.substring(1, name.indexOf('-'));
                if (!pid.matches("\\d{1,18}")) continue;
                long owner = Long.parseLong(pid);
                if (owner == own || ProcessHandle.of(owner).isEmpty()) Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warnf("leftover uploads cannot be removed from %s: %s", folder, e.getMessage());
        }
    }
}
