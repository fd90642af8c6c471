package io.teleport.bench.codec;

import io.appulse.encon.terms.ErlangTerm;
import io.teleport.bench.Versions;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Who encodes and decodes. */
enum Peer {
  TELEPORT("teleport"),
  JINTERFACE("jinterface-1.6.1"),
  JINTERFACE_DEBIAN("jinterface-debian"),
  ENCON("encon"),
  JACKSON_CBOR("jackson-cbor");

  private final String label;

  Peer(String label) {
    this.label = label;
  }

  static Peer labelled(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no peer is named " + label));
  }

  String label() {
    return label;
  }

  /** Returns whether this machine has the peer. */
  boolean isPresent() {
    return this != JINTERFACE_DEBIAN || DebianJInterface.find().isPresent();
  }

  /** Returns whether the peer can express the value. */
  boolean takes(CodecCase value) {
    return switch (this) {
      case TELEPORT -> true;
      case JACKSON_CBOR -> value.isTyped();
      case JINTERFACE, JINTERFACE_DEBIAN, ENCON -> !value.isTyped();
    };
  }

  /** Returns which version of the peer is measured; the peer is present. */
  String version() {
    return switch (this) {
      case TELEPORT -> Versions.teleport();
      case JINTERFACE -> "1.6.1";
      case JINTERFACE_DEBIAN -> DebianJInterface.find().orElseThrow().version();
      case ENCON ->
          Optional.ofNullable(ErlangTerm.class.getPackage().getImplementationVersion())
              .orElse("1.6.10");
      case JACKSON_CBOR -> com.fasterxml.jackson.dataformat.cbor.PackageVersion.VERSION.toString();
    };
  }

  /** Returns the class path of JVMs that measure the peer, given that of all others. */
  String classPath(String common) {
    return this == JINTERFACE_DEBIAN
        ? DebianJInterface.find().orElseThrow().before(common)
        : common;
  }

  /** Prepares what is measured, in a JVM with the right class path. */
  Exercise exercise(CodecCase value) throws IOException {
    return switch (this) {
      case TELEPORT ->
          value.isTyped()
              ? new TeleportOrderExercise(Order.sample())
              : new TeleportExercise(value.sample());
      case JINTERFACE -> new JInterfaceExercise(label, value.sample());
      case JINTERFACE_DEBIAN -> {
        DebianJInterface.find().orElseThrow().checkLoaded();
        yield new JInterfaceExercise(label, value.sample());
      }
      case ENCON -> new EnconExercise(value.sample());
      case JACKSON_CBOR -> new JacksonCborExercise(Order.sample());
    };
  }
}
