package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.term.Atom;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchersTest {

  private static final Pid WATCHER = new Pid(new Atom("a@host"), 1, 0, 3);
  private static final Pid OURS = new Pid(new Atom("b@host"), 2, 0, 3);
  private static final Atom ORDERS = new Atom("orders");

  private final Watchers watchers = new Watchers();

  private static ControlMessage.Monitor monitor(Term target, long number) {
    Reference reference = new Reference(new Atom("a@host"), 3, List.of(number));
    return new ControlMessage.Monitor(WATCHER, target, reference);
  }

  @Test
  void whoWatchesANameIsToldOnce() {
    watchers.add(monitor(ORDERS, 1));
    watchers.add(monitor(ORDERS, 2));
    watchers.add(monitor(OURS, 3));
    assertThat(watchers.removeAll(ORDERS))
        .containsExactlyInAnyOrder(monitor(ORDERS, 1), monitor(ORDERS, 2));
    assertThat(watchers.removeAll(ORDERS)).isEmpty();
    assertThat(watchers.size()).isEqualTo(1);
  }

  @Test
  void whoWatchesNoMoreIsNotTold() {
    watchers.add(monitor(ORDERS, 1));
    assertThat(watchers.remove(monitor(ORDERS, 1).reference())).isEqualTo(monitor(ORDERS, 1));
    assertThat(watchers.remove(monitor(ORDERS, 1).reference())).isNull();
    assertThat(watchers.removeAll(ORDERS)).isEmpty();
  }

  @Test
  void aReferenceThatComesAgainReplacesTheFirst() {
    watchers.add(monitor(ORDERS, 1));
    watchers.add(monitor(OURS, 1));
    assertThat(watchers.removeAll(ORDERS)).isEmpty();
    assertThat(watchers.removeAll(OURS)).containsExactly(monitor(OURS, 1));
  }

  @Test
  void aLinkThatIsThereAlreadyIsNotOneTooMany() {
    assertThat(watchers.link(WATCHER, OURS)).isTrue();
    assertThat(watchers.link(WATCHER, OURS)).isTrue();
    assertThat(watchers.unlinkAll(OURS)).containsExactly(WATCHER);
  }

  @Test
  void whoIsLinkedIsToldOnceUnlessItUnlinks() {
    Pid other = new Pid(new Atom("a@host"), 9, 0, 3);
    watchers.link(WATCHER, OURS);
    watchers.link(other, OURS);
    watchers.unlink(other, OURS);
    assertThat(watchers.unlinkAll(OURS)).containsExactly(WATCHER);
    assertThat(watchers.unlinkAll(OURS)).isEmpty();
  }
}
