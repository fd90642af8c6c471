package io.teleport.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.teleport.Address;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Pid;
import io.teleport.term.Tuple;
import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void aTupleOfNameAndNodeIsAnAddress() {
    Tuple term = Tuple.of(Atom.of("orders"), Atom.of("billing@host2"));
    assertThat(Shape.address(term)).isEqualTo(Address.of("orders", "billing@host2"));
  }

  @Test
  void aPidIsAnAddress() {
    Pid pid = new Pid(Atom.of("billing@host2"), 1, 2, 3);
    assertThat(Shape.address(pid)).isEqualTo(Address.of(pid));
  }

  @Test
  void anythingElseIsNoAddress() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.address(Tuple.of(Atom.of("orders"), IntegerTerm.of(1))))
        .withMessageContaining("a tuple of 2 elements");
  }

  @Test
  void aTextIsABinaryInUtf8OrAnAtom() {
    assertThat(Shape.text(Binary.utf8("größe"))).isEqualTo("größe");
    assertThat(Shape.text(Atom.of("name"))).isEqualTo("name");
  }

  @Test
  void aTupleWithAnotherTagIsRefusedNamingTheExpectedOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.tagged(Tuple.of(Atom.of("b"), Atom.OK), "a", 2))
        .withMessageContaining("begins with 'a'");
  }
}
