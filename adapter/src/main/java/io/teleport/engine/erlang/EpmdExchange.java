package io.teleport.engine.erlang;

import io.teleport.engine.net.Connector;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkReader;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Timer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One question to EPMD: it answers, and closes the connection. Confined to its loop. */
final class EpmdExchange implements LinkReader {

  private static final int MAX_ANSWER = 1 << 20;

  private final Loop loop;
  private final ByteBuffer question;
  private final CompletableFuture<ByteBuffer> answer = new CompletableFuture<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteBuffer buffer = ByteBuffer.allocate(4096);
  private Link link;

  private EpmdExchange(Loop loop, ByteBuffer question) {
    this.loop = loop;
    this.question = question;
  }

  /**
   * Asks. Called by any thread.
   *
   * @return completes on the loop, with all that EPMD answered, or with an {@link IOException}
   */
  static CompletableFuture<ByteBuffer> ask(
      Loop loop, InetSocketAddress epmd, ByteBuffer question, Duration timeout) {
    EpmdExchange exchange = new EpmdExchange(loop, question);
    Connector.connect(
        loop, epmd, timeout, exchange::connected, exchange.answer::completeExceptionally);
    Timer timer = loop.after(timeout, exchange::tooLate);
    return exchange.answer.whenComplete((bytes, failure) -> timer.cancel());
  }

  private void connected(SocketChannel channel) {
    try {
      link = new Link(channel, this::closed);
    } catch (IOException e) {
      answer.completeExceptionally(e);
      return;
    }
    ByteWriter writer = new ByteWriter();
    writer.offer(question);
    link.begin(loop, this, writer);
    link.flush();
  }

  private void tooLate() {
    if (link != null) {
      link.close(new SocketTimeoutException("EPMD did not answer in time"));
    }
  }

  private void closed(Link ended, Throwable reason) {
    if (reason instanceof EOFException) {
      answer.complete(ByteBuffer.wrap(received.toByteArray()));
    } else {
      answer.completeExceptionally(reason);
    }
  }

  @Override
  public boolean read(ScatteringByteChannel channel) throws IOException {
    int count = channel.read(buffer.clear());
    if (count > 0) {
      received.write(buffer.array(), 0, count);
      if (received.size() > MAX_ANSWER) {
        throw new ErlangProtocolException("EPMD answers with more than " + MAX_ANSWER + " bytes");
      }
    }
    return count >= 0;
  }

  @Override
  public void close() {
    // the buffers are the garbage collector's
  }
}
