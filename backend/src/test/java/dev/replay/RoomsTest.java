package dev.replay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Imports point from a later room to an earlier one, never back. */
class RoomsTest {
    /** In the order that data passes them. */
    private static final List<String> ROOMS = List.of(
            "store",
            "http",
            "account",
            "sms",
            "status",
            "campaign",
            "message",
            "audience",
            "credit",
            "launch",
            "carrier",
            "dispatch",
            "receipt",
            "alert",
            "replay",
            "boot");

    private static final String ROOT = "dev.replay.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.replay");

    static Stream<String> rooms() {
        return ROOMS.stream();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsOnlyThoseBeforeIt(String room) {
        String[] later = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).stream()
                .map(r -> ROOT + r + "..")
                .toArray(String[]::new);
        assertThat(CLASSES.stream().filter(c -> c.getPackageName().startsWith(ROOT + room)))
                .as("classes in " + room)
                .isNotEmpty();
        if (later.length > 0)
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + room + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(CLASSES);
    }

    @Test
    void everyClassIsInARoom() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .allMatch(p -> ROOMS.stream().anyMatch(r -> p.equals(ROOT + r) || p.startsWith(ROOT + r + ".")));
    }

    @Test
    void httpKnowsNoWordOfTheDomain() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOMS.stream().skip(2).map(r -> ROOT + r + "..").toArray(String[]::new))
                .check(CLASSES);
    }
}
