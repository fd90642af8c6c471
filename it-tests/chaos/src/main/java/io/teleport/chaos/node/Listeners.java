package io.teleport.chaos.node;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.TeleportRequestListener;
import io.teleport.chaos.account.Entry;
import io.teleport.chaos.account.Journal;
import io.teleport.node.PlainEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.LongAdder;

/** What takes messages: each is read to its end, checked, and written into the journal. */
final class Listeners {

  private final Journal journal;
  private final LongAdder delivered = new LongAdder();

  Listeners(Journal journal) {
    this.journal = journal;
  }

  /** Returns how many messages were delivered. */
  long delivered() {
    return delivered.sum();
  }

  private void take(TeleportMessage message) throws IOException {
    Bodies.Received received;
    try {
      received = Bodies.read(message.payload());
    } catch (IOException | UncheckedIOException e) {
      // The sender is told.
      journal.write(Entry.of(Entry.Event.BROKEN_OFF, 0, 0));
      throw e;
    }
    delivered.increment();
    journal.write(
        Entry.of(
            Entry.Event.DELIVERED,
            received.id(),
            received.isIntact() ? 1 : 0,
            received.key(),
            received.number()));
  }

  /** The bean that takes one-way messages. */
  final class Listener extends PlainEndpoint implements TeleportMessageListener {
    @Override
    public void onMessage(TeleportMessage message) throws IOException {
      take(message);
    }
  }

  /** The bean that answers calls with what it was sent. */
  final class Answerer extends PlainEndpoint implements TeleportRequestListener {
    @Override
    public Object onRequest(TeleportMessage request) throws IOException {
      take(request);
      return request;
    }
  }
}
