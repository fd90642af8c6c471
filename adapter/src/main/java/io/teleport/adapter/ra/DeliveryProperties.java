package io.teleport.adapter.ra;

/** How received messages reach message-driven beans, and where they wait that cannot. */
public abstract class DeliveryProperties extends MessageProperties {

  DeliveryProperties() {}

  /** Returns what {@link #setDeliveryThreads} has set, or the default. */
  public String getDeliveryThreads() {
    return text(Setting.DELIVERY_THREADS);
  }

  /** Sets how many threads of the container deliver messages at a time, 1 to 1024. */
  public void setDeliveryThreads(String value) {
    set(Setting.DELIVERY_THREADS, value);
  }

  /** Returns what {@link #setRedeployGrace} has set, or the default. */
  public String getRedeployGrace() {
    return text(Setting.REDEPLOY_GRACE);
  }

  /**
   * Sets for how long messages to a bean that was stopped, as its application is deployed anew,
   * wait for one of the same name, {@code 0s} to {@code 1h}; after that they are refused.
   */
  public void setRedeployGrace(String value) {
    set(Setting.REDEPLOY_GRACE, value);
  }

  /** Returns what {@link #setDeadLetterQueue} has set, or the default. */
  public String getDeadLetterQueue() {
    return text(Setting.DEAD_LETTER_QUEUE);
  }

  /**
   * Sets how many bytes of dead letters may wait for the bean {@code teleport.dead-letters}, {@code
   * 0} to {@code 1TiB}; the rest is counted and logged only.
   */
  public void setDeadLetterQueue(String value) {
    set(Setting.DEAD_LETTER_QUEUE, value);
  }
}
