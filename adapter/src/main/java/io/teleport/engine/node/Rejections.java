package io.teleport.engine.node;

import io.teleport.ListenerFailedException;
import io.teleport.MessageTooLargeException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeDownException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;

/** What a rejected message means to its sender. */
final class Rejections {

  private Rejections() {}

  /** Returns what the log says. */
  static String text(RejectCode code, String to, String detail) {
    String text =
        switch (code) {
          case NO_SUCH_NAME -> "nothing is registered as " + to;
          case TOO_LARGE -> "the message to " + to + " is too large";
          case STOPPING -> to + " is stopping";
          case ENOUGH -> to + " wanted no more of the message";
          case LISTENER_FAILED -> "the listener " + to + " failed";
        };
    return detail.isEmpty() ? text : text + " (" + detail + ")";
  }

  /** Returns what a caller is thrown. */
  static TeleportException exception(RejectCode code, String to, String detail) {
    String text = text(code, to, detail);
    return switch (code) {
      case NO_SUCH_NAME -> new NoSuchNameException(text);
      case TOO_LARGE -> new MessageTooLargeException(text);
      case LISTENER_FAILED -> new ListenerFailedException(text, "unknown");
      case STOPPING, ENOUGH -> new NodeDownException(text);
    };
  }
}
