package io.teleport.cdi;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.SendOptions;
import io.teleport.Teleport;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Term;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Teleport in one line: takes a connection from the factory for each call, and gives it back. */
final class PerCallTeleport implements Teleport {

  private final TeleportConnectionFactory factory;

  PerCallTeleport(TeleportConnectionFactory factory) {
    this.factory = factory;
  }

  @Override
  public void send(String address, Object message) {
    Address to = Address.parse(address);
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(to, message);
    }
  }

  @Override
  public void send(String address, Object message, SendOptions options) {
    Address to = Address.parse(address);
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(to, message, options);
    }
  }

  @Override
  public CompletionStage<Void> sendAsync(String address, Object message) {
    return sendAsync(address, message, SendOptions.DEFAULT);
  }

  @Override
  public CompletionStage<Void> sendAsync(String address, Object message, SendOptions options) {
    Address to = Address.parse(address);
    try (TeleportConnection connection = factory.getConnection()) {
      return connection.sendAsync(to, message, options);
    }
  }

  @Override
  public Term call(String address, Object request, Duration timeout) {
    Address to = Address.parse(address);
    try (TeleportConnection connection = factory.getConnection()) {
      return connection.call(to, request, timeout);
    }
  }

  @Override
  public <T> T call(String address, Object request, Duration timeout, Class<T> type) {
    Address to = Address.parse(address);
    try (TeleportConnection connection = factory.getConnection()) {
      return connection.call(to, request, timeout, type);
    }
  }

  @Override
  public void cast(String address, Object request) {
    Address to = Address.parse(address);
    try (TeleportConnection connection = factory.getConnection()) {
      connection.cast(to, request);
    }
  }

  @Override
  public NodeName node() {
    try (TeleportConnection connection = factory.getConnection()) {
      return connection.node();
    }
  }
}
