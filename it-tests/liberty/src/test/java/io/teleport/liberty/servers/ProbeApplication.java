package io.teleport.liberty.servers;

import io.teleport.liberty.probe.ProbeServlet;
import io.teleport.server.LibertyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The archive of the application that does what a test says, for servers' directories. */
final class ProbeApplication {

  private static final String BINDING =
      """
        <message-driven name="%s">
          <jca-adapter activation-spec-binding-name="teleport/%s"/>
        </message-driven>
      """;
  private static final List<String> LISTENERS = List.of("Keeper", "Sleeper", "DeadLetterBean");

  private ProbeApplication() {}

  /** Lets a server run the application, which has beans that are no listeners. */
  static void prepare(LibertyServer server) throws IOException {
    Path defaults =
        Files.createDirectories(server.directory().resolve("configDropins").resolve("defaults"));
    Files.writeString(
        defaults.resolve("beans.xml"),
        "<server><featureManager><feature>enterpriseBeansLite-4.0</feature></featureManager></server>");
  }

  /** Writes the archive into a directory, and returns its path. */
  static Path write(Path directory) throws IOException {
    Path archive = Files.createDirectories(directory).resolve("probe.war");
    ShrinkWrap.create(WebArchive.class, "probe.war")
        .addPackage(ProbeServlet.class.getPackage())
        .addAsWebInfResource(new StringAsset(bindings()), "ibm-ejb-jar-bnd.xml")
        .as(ZipExporter.class)
        .exportTo(archive.toFile(), true);
    return archive;
  }

  private static String bindings() {
    String messages =
        LISTENERS.stream()
            .map(bean -> BINDING.formatted(bean, "messages"))
            .collect(Collectors.joining());
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <ejb-jar-bnd xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.1">
    %s%s</ejb-jar-bnd>
    """
        .formatted(messages, BINDING.formatted("NodeWatcher", "nodes"));
  }
}
