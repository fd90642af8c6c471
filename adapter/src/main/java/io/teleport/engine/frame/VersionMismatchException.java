package io.teleport.engine.frame;

import java.io.IOException;

/** The other side speaks another version of the protocol. */
public final class VersionMismatchException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public VersionMismatchException(int theirs) {
    super(
        "the other node speaks version %d of the protocol, this one version %d; run the same release on both"
            .formatted(theirs, HandshakeCodec.VERSION));
  }
}
