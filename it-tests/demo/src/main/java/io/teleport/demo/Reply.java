package io.teleport.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the servlet answers: a status and lines of the form {@code key=value}. */
final class Reply {

  private final int status;
  private final Map<String, String> lines = new LinkedHashMap<>();

  Reply(int status) {
    this.status = status;
  }

  static Reply ok() {
    return new Reply(200);
  }

  static Reply error(int status, String message) {
    return new Reply(status).with("error", message);
  }

  /** Adds a line; line breaks in the value become blanks. */
  Reply with(String key, Object value) {
    lines.put(key, String.valueOf(value).replaceAll("\\R", " "));
    return this;
  }

  int status() {
    return status;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }
}
