package dev.replay.boot;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindJdkTest {
    @TempDir
    Path folder;

    @Test
    void takesTheNewestThatIsThere() throws Exception {
        jdk("17.0.15");
        jdk("21.0.2");
        Path newest = jdk("25");
        jdk("1.8.0_402");

        assertThat(find("")).isEqualTo(new Answer(0, newest.toString()));
    }

    @Test
    void takesJavaHomeEvenIfAnotherIsNewer() throws Exception {
        Path chosen = jdk("21.0.2");
        jdk("25.0.1");

        assertThat(find(chosen.toString())).isEqualTo(new Answer(0, chosen.toString()));
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        Path old = jdk("17.0.15");
        Path found = jdk("24-ea");

        assertThat(find(old.toString())).isEqualTo(new Answer(0, found.toString()));
    }

    @Test
    void passesOverWhatHasNoCompiler() throws Exception {
        Files.delete(jdk("25.0.1").resolve("bin/javac"));
        Path found = jdk("21.0.2");

        assertThat(find("")).isEqualTo(new Answer(0, found.toString()));
    }

    @Test
    void saysWhatIsMissingInOneLine() throws Exception {
        jdk("17.0.15");

        Answer answer = find("");

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.said()).hasLineCount(1).contains("JDK 21 or newer").contains("JAVA_HOME");
    }

    private Path jdk(String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
        Files.createFile(javac, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private record Answer(int exit, String said) {}

    private Answer find(String javaHome) throws IOException, InterruptedException {
        // A PATH of the plain tools alone, so that the JDK of whoever runs this test is not found.
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : new String[] {"bash", "sed", "dirname", "readlink"}) {
            Files.copy(Path.of("/bin", tool), tools.resolve(tool), COPY_ATTRIBUTES);
        }
        var builder = new ProcessBuilder("/bin/bash", "tools/find-jdk", "21").redirectErrorStream(true);
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("FIND_JDK_FOLDERS", folder.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), said);
    }
}
