package io.teleport.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

/**
 * The directions in which packages may know each other: down only.
 *
 * <p>A layer without classes is allowed, so that a rule stands before the room it is for is built.
 */
@AnalyzeClasses(packages = "io.teleport", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageDirectionTest {
  private static final Set<String> API = Set.of("io.teleport", "io.teleport.term");

  private static final String NET = "io.teleport.engine.net.";

  /** What of {@code net} the term codec may know: the memory that a message owns. */
  private static final Set<String> MESSAGE_MEMORY =
      Set.of("Chunk", "ChunkList", "ChunkPool", "GatherList", "Reservation", "Segment");

  @ArchTest
  static final ArchRule arrowsBetweenPackagesPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("adapter")
          .definedBy("io.teleport.adapter..")
          .layer("node")
          .definedBy("io.teleport.engine.node..")
          .layer("peer")
          .definedBy("io.teleport.engine.peer..")
          .layer("erlang")
          .definedBy("io.teleport.engine.erlang..")
          .layer("frame")
          .definedBy("io.teleport.engine.frame..")
          .layer("etf")
          .definedBy("io.teleport.engine.etf..")
          .layer("net")
          .definedBy("io.teleport.engine.net..")
          .layer("observe")
          .definedBy("io.teleport.engine.observe..")
          .layer("api")
          .definedBy("io.teleport", "io.teleport.term..", "io.teleport.cdi..")
          .whereLayer("adapter")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("node")
          .mayOnlyBeAccessedByLayers("adapter")
          .whereLayer("peer")
          .mayOnlyBeAccessedByLayers("adapter", "node")
          .whereLayer("erlang")
          .mayOnlyBeAccessedByLayers("adapter", "node", "peer")
          .whereLayer("frame")
          .mayOnlyBeAccessedByLayers("adapter", "node", "peer", "erlang")
          .whereLayer("etf")
          .mayOnlyBeAccessedByLayers("adapter", "node", "peer", "erlang", "frame")
          .whereLayer("net")
          .mayOnlyBeAccessedByLayers("adapter", "node", "peer", "erlang", "frame", "etf")
          .whereLayer("observe")
          .mayOnlyBeAccessedByLayers("adapter", "node", "peer", "erlang", "frame", "etf", "net");

  @ArchTest
  static final ArchRule theTermCodecKnowsMemoryAndNoSockets =
      noClasses()
          .that()
          .resideInAPackage("io.teleport.engine.etf..")
          .should()
          .dependOnClassesThat(
              describe("are of net, but no message memory", type -> isOfNetButNoMemory(type)))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule observationUsesNothingElseOfTheEngine =
      noClasses()
          .that()
          .resideInAPackage("io.teleport.engine.observe..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.teleport.engine..")
                  .and(not(resideInAPackage("io.teleport.engine.observe.."))))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theEngineKnowsNothingOfJakartaEe =
      noClasses()
          .that()
          .resideInAPackage("io.teleport.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..", "org.eclipse.microprofile..", "javax.naming..", "javax.transaction..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theApiKnowsNothingOfTheAdapter =
      noClasses()
          .that()
          .resideInAnyPackage("io.teleport", "io.teleport.term..", "io.teleport.cdi..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.teleport.adapter..", "io.teleport.engine..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().assignedFrom(onePerPackage()).should().beFreeOfCycles().allowEmptyShould(true);

  private static boolean isOfNetButNoMemory(JavaClass type) {
    String name = type.getName();
    return name.startsWith(NET)
        && !MESSAGE_MEMORY.contains(name.substring(NET.length()).replaceFirst("\\$.*", ""));
  }

  /**
   * Every package for itself, but the two of the API as one: an address may hold a pid, and the
   * table of conversions between terms and Java values knows addresses.
   */
  private static SliceAssignment onePerPackage() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(
            API.contains(type.getPackageName()) ? "api" : type.getPackageName());
      }

      @Override
      public String getDescription() {
        return "packages";
      }
    };
  }
}
