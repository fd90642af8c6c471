package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The config-properties that the archive's ra.xml declares, beside the JavaBean that has them. */
class DeploymentDescriptorTest {

  private static final Set<Setting> SECRETS =
      EnumSet.of(
          Setting.COOKIE,
          Setting.ERLANG_COOKIE,
          Setting.ERLANG_COOKIES,
          Setting.TLS_KEY_STORE_PASSWORD,
          Setting.TLS_TRUST_STORE_PASSWORD);

  private static Document descriptor;

  @BeforeAll
  static void read() throws Exception {
    Path file = Path.of("rar", "src", "main", "rar", "META-INF", "ra.xml");
    descriptor = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  @Test
  void itDeclaresOnePropertyForEachSetting() {
    assertThat(declarations().stream().map(property -> textOf(property, "config-property-name")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Setting.values()).map(Setting::key).toList());
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void aPropertyHasTheDefaultOfItsSetting(Setting setting) {
    assertThat(textOf(declaration(setting), "config-property-value"))
        .isEqualTo(setting.defaultText());
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void aPropertyIsATextAndDescribed(Setting setting) {
    Element property = declaration(setting);
    assertThat(textOf(property, "config-property-type")).isEqualTo(String.class.getName());
    assertThat(textOf(property, "description")).endsWith(".");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void secretsAreConfidentialAndNothingElseIs(Setting setting) {
    assertThat(textOf(declaration(setting), "config-property-confidential"))
        .isEqualTo(SECRETS.contains(setting) ? "true" : "");
  }

  @Test
  void itNamesTheResourceAdapter() {
    assertThat(textOf(descriptor.getDocumentElement(), "resourceadapter-class"))
        .isEqualTo(TeleportResourceAdapter.class.getName());
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void theJavaBeanKeepsWhatIsSet(Setting setting) throws Exception {
    PropertyDescriptor property =
        beanProperties().stream()
            .filter(candidate -> candidate.getName().equals(setting.key()))
            .findFirst()
            .orElseThrow();
    TeleportResourceAdapter adapter = new TeleportResourceAdapter();
    assertThat(property.getReadMethod().invoke(adapter)).isEqualTo(setting.defaultText());
    property.getWriteMethod().invoke(adapter, "something");
    assertThat(property.getReadMethod().invoke(adapter)).isEqualTo("something");
    assertThat(adapter.configured()).containsOnlyKeys(setting);
  }

  @Test
  void theJavaBeanHasNoPropertiesBesides() throws Exception {
    assertThat(
            beanProperties().stream()
                .filter(property -> property.getWriteMethod() != null)
                .map(PropertyDescriptor::getName))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Setting.values()).map(Setting::key).toList());
  }

  private static List<PropertyDescriptor> beanProperties() throws Exception {
    return Arrays.asList(
        Introspector.getBeanInfo(TeleportResourceAdapter.class).getPropertyDescriptors());
  }

  private static Element declaration(Setting setting) {
    return declarations().stream()
        .filter(property -> textOf(property, "config-property-name").equals(setting.key()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Element> declarations() {
    return elements(descriptor.getDocumentElement(), "config-property");
  }

  private static String textOf(Element parent, String name) {
    return elements(parent, name).stream().map(Node::getTextContent).findFirst().orElse("");
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }
}
