package io.teleport.chaos.account;

/**
 * One line of a node's journal.
 *
 * @param event what happened
 * @param id of the message, {@link LetterId#packed}; 0 if it is about none
 * @param value see {@link Event}
 * @param key the ordering key of the message; 0 if it has none
 * @param number of the message among those with its key
 * @param at when it happened, in milliseconds since 1970
 */
public record Entry(Event event, long id, int value, int key, int number, long at) {

  /** What can happen. */
  public enum Event {
    /** A message is about to be sent; the value is the receiving node's index. */
    OFFERED(1),
    /** The message offered was accepted. */
    ACCEPTED(2),
    /** The message offered was refused; it may be offered again. */
    REFUSED(3),
    /** The sender was told that the message arrived. */
    CONFIRMED(4),
    /** The sender was told that the message did not arrive, or may not have. */
    TOLD(5),
    /** A listener got the message; the value is 1 if its bytes were those that were sent. */
    DELIVERED(6),
    /** A listener got the begin of the message, and was told that the rest will not come. */
    BROKEN_OFF(7),
    /** An answer came that is not the one that was sent. */
    WRONG_ANSWER(8);

    private final int code;

    Event(int code) {
      this.code = code;
    }

    /** Returns what stands for the event in a journal; never 0. */
    int code() {
      return code;
    }
  }

  /** Returns an entry about a message, of now. */
  public static Entry of(Event event, long id, int value) {
    return new Entry(event, id, value, 0, 0, System.currentTimeMillis());
  }

  /** Returns an entry about a message with its place in the order of its key, of now. */
  public static Entry of(Event event, long id, int value, int key, int number) {
    return new Entry(event, id, value, key, number, System.currentTimeMillis());
  }
}
