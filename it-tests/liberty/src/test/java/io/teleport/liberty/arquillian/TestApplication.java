package io.teleport.liberty.arquillian;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Ordinary applications: listeners, no Teleport jar, no descriptor but the bindings. */
final class TestApplication {

  private static final String BINDINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ejb-jar-bnd xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.1">
        <message-driven name="Greeter">
          <jca-adapter activation-spec-binding-name="teleport/requests"/>
        </message-driven>
        <message-driven name="Forwarder">
          <jca-adapter activation-spec-binding-name="teleport/messages"/>
        </message-driven>
        <message-driven name="Recorder">
          <jca-adapter activation-spec-binding-name="teleport/messages"/>
        </message-driven>
        <message-driven name="Faltering">
          <jca-adapter activation-spec-binding-name="teleport/messages"/>
        </message-driven>
      </ejb-jar-bnd>
      """;

  private static final String WATCHERS =
      """
        <message-driven name="NodeWatcher">
          <jca-adapter activation-spec-binding-name="teleport/nodes"/>
        </message-driven>
        <message-driven name="DeadLetterBean">
          <jca-adapter activation-spec-binding-name="teleport/messages"/>
        </message-driven>
      """;

  private static final String BINDING =
      """
        <message-driven name="%s">
          <jca-adapter activation-spec-binding-name="teleport/messages"/>
        </message-driven>
      """;

  private static final String NO_BINDINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ejb-jar-bnd xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.1">
      </ejb-jar-bnd>
      """;

  private TestApplication() {}

  /** Returns an application of beans that take messages. */
  static WebArchive of(String name, Class<?>... beans) {
    String bindings =
        Arrays.stream(beans)
            .map(bean -> BINDING.formatted(bean.getSimpleName()))
            .collect(Collectors.joining());
    return ShrinkWrap.create(WebArchive.class, name)
        .addClasses(beans)
        .addAsWebInfResource(new StringAsset(with(NO_BINDINGS, bindings)), "ibm-ejb-jar-bnd.xml");
  }

  static WebArchive named(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addClasses(Greeter.class, Forwarder.class, Recorder.class, Faltering.class)
        .addAsWebInfResource(new StringAsset(BINDINGS), "ibm-ejb-jar-bnd.xml");
  }

  /** The same, with listeners of what happens to nodes and messages. */
  static WebArchive watching(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addClasses(Greeter.class, Forwarder.class, Recorder.class, Faltering.class)
        .addClasses(NodeWatcher.class, NodeObserver.class, DeadLetterBean.class)
        .addAsWebInfResource(new StringAsset(with(BINDINGS, WATCHERS)), "ibm-ejb-jar-bnd.xml");
  }

  private static String with(String bindings, String more) {
    return bindings.replace("</ejb-jar-bnd>", more + "</ejb-jar-bnd>");
  }
}
