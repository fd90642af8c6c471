package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.adapter.TestServer;
import io.teleport.engine.observe.Counters;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** A node as JMX shows it. */
class NodeBeanTest {

  private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();

  private static ObjectName name(TestServer server) throws Exception {
    return new ObjectName(
        "io.teleport:type=Node,name="
            + ObjectName.quote(server.adapter().node().name().toString()));
  }

  @Test
  void aNodeIsThereFromStartToStop() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      ObjectName name = name(server);
      assertThat(jmx.isRegistered(name)).isTrue();
      server.adapter().stop();
      assertThat(jmx.isRegistered(name)).isFalse();
    }
  }

  @Test
  void allItCountsCanBeRead() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      ObjectName name = name(server);
      server.adapter().node().counters().add(Counters.Count.DEAD_LETTERS);

      assertThat(jmx.getAttribute(name, "DeadLetters")).isEqualTo(1L);
      assertThat(jmx.getAttribute(name, "DeadLettersLastMinute")).isEqualTo(1L);
      assertThat(jmx.getAttribute(name, "MessagesRefusedLastMinute")).isEqualTo(0L);
      String[] names =
          Stream.of(jmx.getMBeanInfo(name).getAttributes())
              .map(MBeanAttributeInfo::getName)
              .toArray(String[]::new);
      assertThat(names)
          .contains(
              "MessagesSent", "Backpressure", "PoolsLost", "Unconfirmed", "ChunksOut", "Nodes");
      assertThat(jmx.getAttributes(name, names)).hasSize(names.length);
    }
  }

  @Test
  void nothingCanBeChanged() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      ObjectName name = name(server);

      assertThatThrownBy(() -> jmx.setAttribute(name, new Attribute("DeadLetters", 0L)))
          .isInstanceOf(AttributeNotFoundException.class);
      assertThatThrownBy(() -> jmx.getAttribute(name, "Cookie"))
          .isInstanceOf(AttributeNotFoundException.class);
    }
  }
}
