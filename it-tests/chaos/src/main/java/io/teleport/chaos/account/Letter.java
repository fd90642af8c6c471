package io.teleport.chaos.account;

/** What is known of one message. */
final class Letter {

  private static final int NOWHERE = -1;

  private int target = NOWHERE;
  private long acceptedAt;
  private int arrivals;
  private int arrivedAt;
  private boolean accepted;
  private boolean told;
  private boolean confirmed;

  void offered(int to) {
    target = to;
  }

  void accepted(long at) {
    accepted = true;
    acceptedAt = at;
  }

  void told() {
    told = true;
  }

  void confirmed() {
    confirmed = true;
  }

  /** Takes note of a delivery; returns whether it is the first. */
  boolean arrived(int node) {
    arrivals++;
    arrivedAt = node;
    return arrivals == 1;
  }

  boolean isOffered() {
    return target != NOWHERE;
  }

  /** Returns whether it arrived where it was not sent. */
  boolean hasStrayed() {
    return arrivals > 0 && arrivedAt != target;
  }

  int target() {
    return target;
  }

  boolean isAccepted() {
    return accepted;
  }

  long acceptedAt() {
    return acceptedAt;
  }

  boolean isTold() {
    return told && !confirmed;
  }

  boolean isConfirmed() {
    return confirmed;
  }

  int arrivals() {
    return arrivals;
  }
}
