package io.teleport.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The orders that a node gets from the process that started it: a line each on standard input,
 * answered each with a line that begins with {@value #ANSWER} or {@value #FAILURE}. A node ends
 * with its input, so that none outlives its coordinator.
 */
public final class Orders {

  /** Begins the answer to an order that was carried out. */
  public static final String ANSWER = "@ok ";

  /** Begins the answer to an order that failed. */
  public static final String FAILURE = "@failed ";

  private Orders() {}

  /** Does what it is told. */
  @FunctionalInterface
  public interface Recipient {
    /**
     * Carries out an order.
     *
     * @param order its words, of which there is one at least
     * @return the answer, on one line
     */
    String carryOut(List<String> order) throws Exception;
  }

  /** Says that the node is ready, and obeys until there are no more orders. */
  public static void obey(Recipient recipient) throws IOException {
    System.out.println(ANSWER + "ready");
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String answer;
      try {
        answer = ANSWER + recipient.carryOut(List.of(order.split(" ", -1)));
      } catch (Exception e) {
        e.printStackTrace();
        answer = FAILURE + e;
      }
      System.out.println(answer);
    }
  }
}
