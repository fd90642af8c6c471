package io.teleport.adapter.inbound;

import io.teleport.engine.node.DurationText;
import io.teleport.engine.node.InvalidSettingException;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the properties of a JavaBean, to tell it all at once. */
final class PropertyCheck {

  private final Class<?> bean;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> properties = new ArrayList<>();

  PropertyCheck(Class<?> bean) {
    this.bean = bean;
  }

  /** Takes note of a property if a condition does not hold. */
  void holds(boolean condition, String property, Object value, String otherwise) {
    if (!condition) {
      wrong.add(
          "activation property '%s' has the value '%s'; %s".formatted(property, value, otherwise));
      properties.add(property);
    }
  }

  void range(String property, Integer value, int least, int most) {
    boolean inside = value != null && value >= least && value <= most;
    holds(inside, property, value, "allowed: %d to %d".formatted(least, most));
  }

  void oneOf(String property, String value, String... allowed) {
    boolean known = value != null && List.of(allowed).contains(value);
    holds(known, property, value, "allowed: " + String.join(", ", allowed));
  }

  void duration(String property, String value, Duration longest) {
    boolean inside;
    try {
      inside = value != null && DurationText.parse(property, value).compareTo(longest) <= 0;
    } catch (InvalidSettingException e) {
      inside = false;
    }
    holds(
        inside,
        property,
        value,
        "allowed: up to %ds, as %s".formatted(longest.toSeconds(), DurationText.ALLOWED));
  }

  /**
   * Ends the check.
   *
   * @throws InvalidPropertyException if something is wrong
   */
  void end() throws InvalidPropertyException {
    if (wrong.isEmpty()) {
      return;
    }
    InvalidPropertyException failure = new InvalidPropertyException(String.join("; ", wrong));
    List<PropertyDescriptor> descriptors = new ArrayList<>();
    for (String property : properties) {
      descriptors.add(descriptor(property));
    }
    failure.setInvalidPropertyDescriptors(descriptors.toArray(PropertyDescriptor[]::new));
    throw failure;
  }

  private PropertyDescriptor descriptor(String property) throws InvalidPropertyException {
    try {
      return new PropertyDescriptor(property, bean);
    } catch (IntrospectionException e) {
      throw new InvalidPropertyException("no bean property " + property, e);
    }
  }
}
