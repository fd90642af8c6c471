package io.teleport.cdi;

import io.teleport.NodeName;
import io.teleport.NodeWatch;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportNodeListener;
import io.teleport.term.Atom;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection factory that records what is done with its connections. */
final class RecordingFactory implements TeleportConnectionFactory {

  private static final long serialVersionUID = 1L;

  /** The calls, each with its arguments. */
  final transient List<String> calls = new CopyOnWriteArrayList<>();

  /** Who watches. */
  final transient List<TeleportNodeListener> watching = new CopyOnWriteArrayList<>();

  @Override
  public NodeWatch watchNodes(TeleportNodeListener listener) {
    watching.add(listener);
    return () -> watching.remove(listener);
  }

  @Override
  public TeleportConnection getConnection() {
    calls.add("getConnection");
    return (TeleportConnection)
        Proxy.newProxyInstance(
            RecordingFactory.class.getClassLoader(),
            new Class<?>[] {TeleportConnection.class},
            (proxy, method, arguments) -> {
              calls.add(
                  method.getName() + (arguments == null ? "" : " " + Arrays.toString(arguments)));
              if (method.getReturnType() == NodeName.class) {
                return NodeName.of("a@h");
              }
              if (method.getReturnType() == CompletionStage.class) {
                return CompletableFuture.completedFuture(null);
              }
              return method.getReturnType() == void.class ? null : Atom.OK;
            });
  }
}
