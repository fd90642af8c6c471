package io.teleport.engine.node;

import io.teleport.engine.erlang.BodySink;
import io.teleport.engine.peer.StreamReceive;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A binary of an Erlang node that is read while it arrives, as those of nodes of our own kind are.
 *
 * @param content what is read, and where the bytes go
 */
record ErlangBody(StreamReceive content) implements BodySink {
  @Override
  public ByteBuffer[] room(long most) throws IOException {
    return content.room(most);
  }

  @Override
  public void filled(long count) {
    content.filled(count);
  }

  @Override
  public void end() throws IOException {
    content.end();
  }

  @Override
  public void fail(String reason) {
    content.fail(reason);
  }

  @Override
  public void close() {
    content.close();
  }
}
