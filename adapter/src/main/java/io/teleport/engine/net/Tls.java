package io.teleport.engine.net;

import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import tlschannel.ClientTlsChannel;
import tlschannel.ServerTlsChannel;

/**
 * Encrypts sockets. Both sides prove who they are: who connects checks that the certificate of the
 * other one is for the host that was meant, who is connected to asks for a certificate, too. Safe
 * for use by any number of threads.
 */
public final class Tls {

  private final SSLContext context;

  /**
   * Creates it.
   *
   * @param context has this node's key, and knows whom to trust
   */
  public Tls(SSLContext context) {
    this.context = context;
  }

  /**
   * Encrypts a socket that this node has connected.
   *
   * @param host the host that was meant, by its name or address
   */
  public SecureChannel client(SocketChannel channel, String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new SecureChannel(
        ClientTlsChannel.newBuilder(channel, engine).withRunTasks(false).build());
  }

  /** Encrypts a socket by which another node has connected. */
  public SecureChannel server(SocketChannel channel) {
    return new SecureChannel(
        ServerTlsChannel.newBuilder(channel, context)
            .withEngineFactory(Tls::serverEngine)
            .withRunTasks(false)
            .build());
  }

  private static SSLEngine serverEngine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return engine;
  }
}
