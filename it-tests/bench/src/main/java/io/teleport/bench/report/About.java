package io.teleport.bench.report;

/**
 * What a workload is, for people.
 *
 * @param title short
 * @param text a sentence or two
 */
record About(String title, String text) {

  /** Returns what is known of a workload; of one that is not, its name. */
  static About workload(String name) {
    return switch (name) {
      case "ring" ->
          new About(
              "Ring: large messages from node to node",
              "Every sender sends a large message around the ring of all other nodes, waits until"
                  + " the last node acknowledges it, and begins again. Every node decodes and"
                  + " passes on.");
      case "mix" ->
          new About(
              "Mix: small calls beside large messages",
              "Small calls one by one from one node to another, first alone, then while large"
                  + " messages flow the same way at full speed.");
      case "small" ->
          new About(
              "Small: many small messages one way",
              "As many small messages as possible, decoded, handed to the listener, and counted"
                  + " there.");
      case "call" ->
          new About("Call: small calls", "Each caller waits for its answer before it calls again.");
      case "erlang" ->
          new About(
              "Erlang: an Erlang node and its peer",
              "Small calls of an Erlang node, and then large messages one way, over Erlang's own"
                  + " distribution: to a node of this project, and to another Erlang node.");
      case "mdb" ->
          new About(
              "MDB: between two application servers",
              "One-way messages from an injected factory to a message-driven bean, beside the same"
                  + " application over the server's own JMS.");
      case "codec" ->
          new About(
              "Codec: encoding and decoding",
              "The same values, encoded and decoded by one thread of a new JVM for each peer.");
      default -> new About(name, "");
    };
  }
}
