package io.teleport.adapter.ra;

import io.teleport.NodeName;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Shows a node to JMX as {@code io.teleport:type=Node,name="alpha@host"}: what it counts, what it
 * holds, the nodes that are up, and the memory of received messages. What should be rare is there
 * as a rate, too. Read only. Safe for use by any thread.
 */
final class NodeBean implements DynamicMBean, AutoCloseable {

  private static final String DOMAIN = "io.teleport";

  private final Map<String, Supplier<Object>> attributes = new LinkedHashMap<>();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private ObjectName name;

  private NodeBean(LocalNode node) {
    for (Counters.Count count : Counters.Count.values()) {
      attributes.put(attribute(count), () -> node.counters().get(count));
    }
    for (Counters.Count count : Counters.RATED) {
      attributes.put(attribute(count) + "LastMinute", () -> node.counters().lastMinute(count));
    }
    for (Levels.Level level : Levels.Level.values()) {
      attributes.put(attribute(level), () -> node.levels().get(level));
    }
    attributes.put("ChunksBound", () -> (long) node.memory().bound());
    attributes.put(
        "Nodes", () -> node.nodes().stream().map(NodeName::toString).toArray(String[]::new));
  }

  /** Returns the bean of a node, registered; if JMX does not want it that is logged. */
  static NodeBean of(LocalNode node) {
    NodeBean bean = new NodeBean(node);
    try {
      ObjectName wanted =
          new ObjectName(DOMAIN + ":type=Node,name=" + ObjectName.quote(node.name().toString()));
      bean.server.registerMBean(bean, wanted);
      bean.name = wanted;
    } catch (JMException e) {
      AdapterLog.notInJmx(node, e);
    }
    return bean;
  }

  /** Takes it out of JMX. */
  @Override
  public void close() {
    if (name == null) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody else has done it.
      name = null;
    } catch (MBeanRegistrationException e) {
      throw new IllegalStateException("this bean has nothing to say about it", e);
    }
  }

  /** Returns {@code MessagesSent} for {@code MESSAGES_SENT}. */
  private static String attribute(Enum<?> constant) {
    StringBuilder text = new StringBuilder();
    boolean begins = true;
    for (char letter : constant.name().toCharArray()) {
      if (letter != '_') {
        text.append(begins ? letter : Character.toLowerCase(letter));
      }
      begins = letter == '_';
    }
    return text.toString();
  }

  @Override
  public Object getAttribute(String attribute) throws AttributeNotFoundException {
    Supplier<Object> value = attributes.get(attribute);
    if (value == null) {
      throw new AttributeNotFoundException(attribute);
    }
    return value.get();
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList list = new AttributeList();
    for (String wanted : names) {
      Supplier<Object> value = attributes.get(wanted);
      if (value != null) {
        list.add(new Attribute(wanted, value.get()));
      }
    }
    return list;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " is read only");
  }

  @Override
  public AttributeList setAttributes(AttributeList list) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException("it has no operations: " + action);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanAttributeInfo[] infos =
        attributes.keySet().stream()
            .map(
                attribute ->
                    new MBeanAttributeInfo(
                        attribute,
                        attribute.equals("Nodes") ? String[].class.getName() : "long",
                        "see Counters and Levels in io.teleport.engine.observe",
                        true,
                        false,
                        false))
            .toArray(MBeanAttributeInfo[]::new);
    return new MBeanInfo(getClass().getName(), "a node of Teleport", infos, null, null, null);
  }
}
