package io.teleport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.term.Atom;
import io.teleport.term.Pid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  private static final NodeName NODE = NodeName.of("billing@host2");

  @Test
  void aNameOnANodePrintsAsErlangWritesIt() {
    assertThat(Address.of("orders", NODE)).hasToString("{orders, billing@host2}");
    assertThat(Address.of("orders", "billing@host-2")).hasToString("{orders, 'billing@host-2'}");
    assertThat(Address.of("My orders", NODE)).hasToString("{'My orders', billing@host2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{orders, 'billing@host2'}",
        "{orders,billing@host2}",
        " { 'orders' , 'billing@host2' } ",
        "orders@billing@host2"
      })
  void bothFormsAreRead(String text) {
    assertThat(Address.parse(text)).isEqualTo(Address.of("orders", NODE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"It's", "a\\b", "a b", "Ä", "end"})
  void aNameIsReadAsItWasPrinted(String name) {
    Address address = Address.of(name, NODE);
    assertThat(Address.parse(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "orders",
        "orders@host2",
        "{orders}",
        "{orders, host2}",
        "{Orders, 'a@h'}",
        "@a@h",
        "{orders, 'a@h'} x"
      })
  void whatIsNotAnAddressIsRefused(String text) {
    assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameIsNotEmptyNorTooLong() {
    assertThatThrownBy(() -> Address.of("", NODE)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Address.of("x".repeat(256), NODE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Address.of("a\nb", NODE)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theAddressOfAProcessKnowsItsNode() {
    Address address = Address.of(new Pid(new Atom("billing@host2"), 105, 0, 7));
    assertThat(address.node()).isEqualTo(NODE);
    assertThat(address).hasToString("<billing@host2.105.0>");
  }

  @Test
  void addressesAreSerializable() throws IOException, ClassNotFoundException {
    Address address = Address.of(new Pid(new Atom("billing@host2"), 105, 0, 7));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(address);
    }
    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(objects.readObject()).isEqualTo(address);
    }
  }
}
