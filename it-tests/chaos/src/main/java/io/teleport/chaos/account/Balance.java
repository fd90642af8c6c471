package io.teleport.chaos.account;

/**
 * What an account comes to. Every accepted message is counted once under {@code delivered}, {@code
 * told} or {@code lost}.
 *
 * @param accepted messages that {@code send} accepted
 * @param delivered of these, those that a listener got and of which nothing else was told
 * @param told of these, those that the sender was told to be undelivered or in doubt, and those
 *     that went down with a process that was killed
 * @param lost of these, those that never reached a listener, and of which nothing was told
 * @param duplicated deliveries too many: of a message that had been delivered already, or had been
 *     refused
 * @param disordered deliveries after a later message with the same ordering key
 * @param corrupt deliveries of what was not sent, and wrong answers
 * @param toldAndArrived of those told, how many a listener got all the same
 * @param wentDown of those told, how many went down with a process that was killed
 */
public record Balance(
    long accepted,
    long delivered,
    long told,
    long lost,
    long duplicated,
    long disordered,
    long corrupt,
    long toldAndArrived,
    long wentDown) {

  /** Returns whether the promise was kept: every message arrived once, or its failure was told. */
  public boolean isClosed() {
    return accepted == delivered + told
        && lost == 0
        && duplicated == 0
        && disordered == 0
        && corrupt == 0;
  }

  /** Returns the account as one line. */
  public String line(long faults) {
    return "accepted=%d delivered=%d duplicated=%d lost=%d told=%d disordered=%d corrupt=%d faults=%d"
        .formatted(accepted, delivered, duplicated, lost, told, disordered, corrupt, faults);
  }
}
