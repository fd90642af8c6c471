package io.teleport.adapter.inbound;

import io.teleport.Address;
import io.teleport.TeleportMessageListener;
import io.teleport.TeleportRequestListener;
import io.teleport.engine.node.DurationText;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import java.time.Duration;

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

  private static final String ON_RETURN = "on-return";

  /** Whether a message counts as received before the bean has it, or when the bean returned. */
  public static final String DEFAULT_ACKNOWLEDGE = "on-accept";

  /** How many times a message is delivered again unless said otherwise. */
  public static final int DEFAULT_REDELIVERIES = 5;

  /** How long a message waits until it is delivered again unless said otherwise. */
  public static final String DEFAULT_REDELIVERY_DELAY = "1s";

  private static final int MOST_CONCURRENCY = 1024;
  private static final int MOST_BATCH_SIZE = 10_000;
  private static final int MOST_REDELIVERIES = 1000;
  private static final Duration LONGEST_REDELIVERY_DELAY = Duration.ofHours(1);
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

  @ConfigProperty(
      type = String.class,
      defaultValue = "on-accept",
      description =
          "When a message counts as received: on-accept, when it is queued for the bean; on-return,"
              + " when the bean has returned and its transaction was committed.")
  private String acknowledge = DEFAULT_ACKNOWLEDGE;

  @ConfigProperty(
      type = Integer.class,
      defaultValue = "5",
      description =
          "With acknowledge=on-return, how many times a message is delivered again if the bean"
              + " fails: 0 to 1000.")
  private Integer redeliveries = DEFAULT_REDELIVERIES;

  @ConfigProperty(
      type = String.class,
      defaultValue = "1s",
      description = "How long a message waits until it is delivered again: 0ms to 1h.")
  private String redeliveryDelay = DEFAULT_REDELIVERY_DELAY;

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

  /** Returns when a message counts as received: {@code on-accept} or {@code on-return}. */
  public String getAcknowledge() {
    return acknowledge;
  }

  /**
   * Sets when a message counts as received: {@code on-accept}, when it is queued for the bean, or
   * {@code on-return}, when the bean has returned and its transaction, if there is one, was
   * committed. With the latter a message whose bean failed is delivered again.
   */
  public void setAcknowledge(String acknowledge) {
    this.acknowledge = acknowledge;
  }

  /** Returns how many times a message is delivered again if the bean fails. */
  public Integer getRedeliveries() {
    return redeliveries;
  }

  /**
   * Sets how many times a message is delivered again if the bean fails, 0 to 1000, with {@code
   * acknowledge=on-return}; after that it is a dead letter, and its sender is told.
   */
  public void setRedeliveries(Integer redeliveries) {
    this.redeliveries = redeliveries;
  }

  /** Returns how long a message waits until it is delivered again. */
  public String getRedeliveryDelay() {
    return redeliveryDelay;
  }

  /** Sets how long a message waits until it is delivered again: {@code 0ms} to {@code 1h}. */
  public void setRedeliveryDelay(String redeliveryDelay) {
    this.redeliveryDelay = redeliveryDelay;
  }

  /** Returns when messages are acknowledged, of a specification that is valid. */
  Acknowledgement acknowledgement() {
    return new Acknowledgement(
        ON_RETURN.equals(acknowledge),
        redeliveries,
        DurationText.parse("redeliveryDelay", redeliveryDelay));
  }

  /**
   * Checks all properties.
   *
   * @throws InvalidPropertyException if one is wrong; it names all wrong ones, their values and
   *     what is allowed
   */
  @Override
  public void validate() throws InvalidPropertyException {
    PropertyCheck check = new PropertyCheck(TeleportActivationSpec.class);
    check.holds(
        isName(name),
        "name",
        name == null ? "" : name,
        "required: 1 to %d characters without control characters".formatted(Address.MAX_NAME));
    check.range("concurrency", concurrency, 1, MOST_CONCURRENCY);
    check.range("batchSize", batchSize, 1, MOST_BATCH_SIZE);
    check.oneOf("acknowledge", acknowledge, DEFAULT_ACKNOWLEDGE, ON_RETURN);
    check.range("redeliveries", redeliveries, 0, MOST_REDELIVERIES);
    check.duration("redeliveryDelay", redeliveryDelay, LONGEST_REDELIVERY_DELAY);
    check.end();
  }

  private static boolean isName(String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= Address.MAX_NAME
        && text.chars().noneMatch(Character::isISOControl);
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
    return "TeleportActivationSpec[name=%s, concurrency=%d, batchSize=%d, acknowledge=%s]"
        .formatted(name, concurrency, batchSize, acknowledge);
  }
}
