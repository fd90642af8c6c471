package io.teleport.chaos.network;

import java.util.List;

/** Where nodes run, and by which addresses they and the proxies between them reach each other. */
public interface Network extends AutoCloseable {

  /** Returns the address of a node. */
  String node(int index);

  /** Returns the address at which a node reaches proxies. */
  String proxies(int index);

  /** Returns what has to stand before a command that is to run where a node does. */
  List<String> runner(int index);

  @Override
  void close();

  /** Returns the loopback interface, where all run together. */
  static Network loopback() {
    return new Network() {
      @Override
      public String node(int index) {
        return "127.0.0.1";
      }

      @Override
      public String proxies(int index) {
        return "127.0.0.1";
      }

      @Override
      public List<String> runner(int index) {
        return List.of();
      }

      @Override
      public void close() {
        // It stays.
      }
    };
  }
}
