package io.teleport.demo;

import io.teleport.NodeName;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The parameters of a request, checked.
 *
 * @param request where they come from
 */
record Parameters(HttpServletRequest request) {

  /**
   * Returns a parameter that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  String text(String name) {
    String value = request.getParameter(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the parameter '" + name + "' is missing");
    }
    return value;
  }

  NodeName node(String name) {
    return NodeName.of(text(name));
  }

  /** Returns a whole number within a range, or a default if the parameter is not there. */
  int number(String name, int otherwise, int least, int most) {
    String value = request.getParameter(name);
    if (value == null) {
      return otherwise;
    }
    String expected = ": expected a whole number from " + least + " to " + most;
    try {
      int number = Integer.parseInt(value.strip());
      if (number < least || number > most) {
        throw new IllegalArgumentException(name + "=" + number + expected);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + "='" + value + "'" + expected, e);
    }
  }
}
