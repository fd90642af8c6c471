package io.teleport.adapter.inbound;

import io.teleport.Address;
import io.teleport.TeleportMessageListener;
import io.teleport.TeleportRequestListener;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a message-driven bean says about itself in its {@code @ActivationConfigProperty}s: under
 * which name it receives, and how much at a time. A JavaBean (JCA 2.1, section 13.4.2); set up by
 * one thread, and not changed any more afterwards.
 */
@Activation(messageListeners = {TeleportMessageListener.class, TeleportRequestListener.class})
public class TeleportActivationSpec implements ActivationSpec, Serializable {

  /** How many messages a bean handles at a time unless said otherwise. */
  public static final int DEFAULT_CONCURRENCY = 8;

  /** How many messages are delivered in a row by one Work unless said otherwise. */
  public static final int DEFAULT_BATCH_SIZE = 64;

  private static final int MOST_CONCURRENCY = 1024;
  private static final int MOST_BATCH_SIZE = 10_000;
  private static final long serialVersionUID = 1L;

  @ConfigProperty(
      type = String.class,
      description = "The name under which the bean receives messages on its node. Required.")
  private String name;

  @ConfigProperty(
      type = Integer.class,
      defaultValue = "8",
      description = "How many messages the bean handles at a time: 1 to 1024.")
  private Integer concurrency = DEFAULT_CONCURRENCY;

  @ConfigProperty(
      type = Integer.class,
      defaultValue = "64",
      description = "How many messages are delivered in a row by one Work: 1 to 10000.")
  private Integer batchSize = DEFAULT_BATCH_SIZE;

  private transient ResourceAdapter resourceAdapter;

  /** Creates a specification with the defaults and without a name. */
  public TeleportActivationSpec() {}

  /** Returns the name under which the bean receives messages; null if none was set. */
  public String getName() {
    return name;
  }

  /** Sets the name under which the bean receives messages; required. */
  public void setName(String name) {
    this.name = name;
  }

  /** Returns how many messages the bean handles at a time. */
  public Integer getConcurrency() {
    return concurrency;
  }

  /** Sets how many messages the bean handles at a time: 1 to 1024. */
  public void setConcurrency(Integer concurrency) {
    this.concurrency = concurrency;
  }

  /** Returns how many messages are delivered in a row by one Work. */
  public Integer getBatchSize() {
    return batchSize;
  }

  /** Sets how many messages are delivered in a row by one Work: 1 to 10,000. */
  public void setBatchSize(Integer batchSize) {
    this.batchSize = batchSize;
  }

  /**
   * Checks all properties.
   *
   * @throws InvalidPropertyException if one is wrong; it names all wrong ones, their values and
   *     what is allowed
   */
  @Override
  public void validate() throws InvalidPropertyException {
    List<String> wrong = new ArrayList<>();
    List<PropertyDescriptor> descriptors = new ArrayList<>();
    if (!isName(name)) {
      wrong.add(
          "activation property 'name' has the value '%s'; required: 1 to %d characters without"
                  .formatted(name == null ? "" : name, Address.MAX_NAME)
              + " control characters");
      descriptors.add(descriptor("name"));
    }
    checkRange("concurrency", concurrency, MOST_CONCURRENCY, wrong, descriptors);
    checkRange("batchSize", batchSize, MOST_BATCH_SIZE, wrong, descriptors);
    if (!wrong.isEmpty()) {
      InvalidPropertyException failure = new InvalidPropertyException(String.join("; ", wrong));
      failure.setInvalidPropertyDescriptors(descriptors.toArray(PropertyDescriptor[]::new));
      throw failure;
    }
  }

  private static boolean isName(String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= Address.MAX_NAME
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static void checkRange(
      String property,
      Integer value,
      int most,
      List<String> wrong,
      List<PropertyDescriptor> descriptors)
      throws InvalidPropertyException {
    if (value == null || value < 1 || value > most) {
      wrong.add(
          "activation property '%s' has the value '%s'; allowed: 1 to %d"
              .formatted(property, value, most));
      descriptors.add(descriptor(property));
    }
  }

  private static PropertyDescriptor descriptor(String property) throws InvalidPropertyException {
    try {
      return new PropertyDescriptor(property, TeleportActivationSpec.class);
    } catch (IntrospectionException e) {
      throw new InvalidPropertyException("no bean property " + property, e);
    }
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) {
    this.resourceAdapter = adapter;
  }

  @Override
  public String toString() {
    return "TeleportActivationSpec[name=%s, concurrency=%d, batchSize=%d]"
        .formatted(name, concurrency, batchSize);
  }
}
