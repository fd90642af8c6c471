package io.teleport.adapter.ra;

/** How large messages may be, and how much memory is theirs on their way. */
public abstract class MessageProperties extends ConnectionProperties {

  MessageProperties() {}

  /** Returns what {@link #setSmallMessage} has set, or the default. */
  public String getSmallMessage() {
    return text(Setting.SMALL_MESSAGE);
  }

  /**
   * Sets up to how many bytes a message travels on the small lane, in one frame: {@code 1KiB} to
   * {@code 1MiB}.
   */
  public void setSmallMessage(String value) {
    set(Setting.SMALL_MESSAGE, value);
  }

  /** Returns what {@link #setFragmentSize} has set, or the default. */
  public String getFragmentSize() {
    return text(Setting.FRAGMENT_SIZE);
  }

  /** Sets how many bytes of a large message go into one frame: {@code 64KiB} to {@code 16MiB}. */
  public void setFragmentSize(String value) {
    set(Setting.FRAGMENT_SIZE, value);
  }

  /** Returns what {@link #setMaxMessage} has set, or the default. */
  public String getMaxMessage() {
    return text(Setting.MAX_MESSAGE);
  }

  /**
   * Sets up to how many bytes a received message is held in memory as a whole; larger ones are
   * streamed to the listener if they end in a binary, and refused otherwise; at most half of {@code
   * bufferMemory}.
   */
  public void setMaxMessage(String value) {
    set(Setting.MAX_MESSAGE, value);
  }

  /** Returns what {@link #setMaxTerms} has set, or the default. */
  public String getMaxTerms() {
    return text(Setting.MAX_TERMS);
  }

  /**
   * Sets how many terms a received message may consist of, each element counted, {@code 1000} to
   * {@code 500000000}: what bounds the heap that reading one takes.
   */
  public void setMaxTerms(String value) {
    set(Setting.MAX_TERMS, value);
  }

  /** Returns what {@link #setBufferMemory} has set, or the default. */
  public String getBufferMemory() {
    return text(Setting.BUFFER_MEMORY);
  }

  /** Sets the bound of direct memory for received large messages, {@code 8MiB} at least. */
  public void setBufferMemory(String value) {
    set(Setting.BUFFER_MEMORY, value);
  }

  /** Returns what {@link #setReceiveWindow} has set, or the default. */
  public String getReceiveWindow() {
    return text(Setting.RECEIVE_WINDOW);
  }

  /**
   * Sets how many bytes of small messages one sender may have under way to one name, and how much
   * of a streamed message is read ahead of its listener.
   */
  public void setReceiveWindow(String value) {
    set(Setting.RECEIVE_WINDOW, value);
  }

  /** Returns what {@link #setSendQueue} has set, or the default. */
  public String getSendQueue() {
    return text(Setting.SEND_QUEUE);
  }

  /** Sets how many bytes may wait for sending to one node. */
  public void setSendQueue(String value) {
    set(Setting.SEND_QUEUE, value);
  }

  /** Returns what {@link #setSendTimeout} has set, or the default. */
  public String getSendTimeout() {
    return text(Setting.SEND_TIMEOUT);
  }

  /** Sets how long a sender waits for room in the send queue, {@code 0s} to {@code 24h}. */
  public void setSendTimeout(String value) {
    set(Setting.SEND_TIMEOUT, value);
  }

  /** Returns what {@link #setTransactionLimit} has set, or the default. */
  public String getTransactionLimit() {
    return text(Setting.TRANSACTION_LIMIT);
  }

  /**
   * Sets how many bytes one transaction may hold for its commit; 0 and more. A file counts as
   * {@code 64KiB}.
   */
  public void setTransactionLimit(String value) {
    set(Setting.TRANSACTION_LIMIT, value);
  }
}
