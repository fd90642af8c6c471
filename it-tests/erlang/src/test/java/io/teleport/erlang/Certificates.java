package io.teleport.erlang;

import io.teleport.engine.node.TlsOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An authority and a node's certificate from it, made by the JDK's {@code keytool}, in the forms
 * that Java and Erlang want.
 */
final class Certificates {

  private static final String PASSWORD = "not a secret";

  private final Path directory;

  private Certificates(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes an authority and a certificate.
   *
   * @param directory where to put them
   * @param names whom the certificate is for, as {@code keytool} wants it: {@code ip:127.0.0.1}
   */
  static Certificates make(Path directory, String names)
      throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(directory);
    Certificates made = new Certificates(directory);
    made.keytool(
        "ca.p12 -genkeypair -alias ca -keyalg EC -dname CN=authority"
            + " -ext bc:critical=ca:true -ext ku:critical=keyCertSign");
    made.keytool("ca.p12 -exportcert -alias ca -rfc -file ca.pem");
    made.keytool("trust.p12 -importcert -noprompt -alias ca -file ca.pem");
    made.keytool("node.p12 -genkeypair -alias node -keyalg EC -dname CN=node");
    made.keytool("node.p12 -certreq -alias node -file node.csr");
    made.keytool(
        "ca.p12 -gencert -alias ca -rfc -infile node.csr -outfile node.pem -ext san=" + names);
    made.keytool("node.p12 -importcert -noprompt -alias ca -file ca.pem");
    made.keytool("node.p12 -importcert -noprompt -alias node -file node.pem");
    made.writeForErlang();
    return made;
  }

  private void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (String argument : ("-keystore " + arguments).split(" ", -1)) {
      boolean isFile = argument.matches("(ca|node|trust)\\.(p12|pem|csr)");
      command.add(isFile ? file(argument) : argument);
    }
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    if (command.contains("-genkeypair") || command.contains("-gencert")) {
      command.addAll(List.of("-validity", "3650"));
    }
    ErlangNode.run(command, directory.resolve("keytool.log"));
  }

  private void writeForErlang() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(new File(file("node.p12")), PASSWORD.toCharArray());
    Key key = store.getKey("node", PASSWORD.toCharArray());
    Files.writeString(
        Path.of(file("key.pem")),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key.getEncoded())));
    write("ssl_dist.conf", "");
    write("renewing.conf", ",{versions,['tlsv1.3']},{key_update_at,1000000}");
  }

  private void write(String name, String more) throws IOException {
    String options =
        "{certfile,\"%s\"},{keyfile,\"%s\"},{cacertfile,\"%s\"},{verify,verify_peer}"
                .formatted(file("node.pem"), file("key.pem"), file("ca.pem"))
            + more;
    Files.writeString(
        Path.of(file(name)),
        "[{server,[%s,{fail_if_no_peer_cert,true}]},{client,[%s]}].\n".formatted(options, options));
  }

  private String file(String name) {
    return directory.resolve(name).toAbsolutePath().toString();
  }

  /** Returns what our nodes are told. */
  TlsOptions options() {
    return new TlsOptions(file("node.p12"), PASSWORD, file("trust.p12"), PASSWORD);
  }

  /** Returns the same with the trust of others. */
  TlsOptions optionsWithTrustOf(Certificates others) {
    return new TlsOptions(file("node.p12"), PASSWORD, others.file("trust.p12"), PASSWORD);
  }

  /** Returns what Erlang nodes are told. */
  String[] arguments() {
    return arguments("ssl_dist.conf");
  }

  /** Returns the same for nodes that take TLS 1.3 only, and a new key after each million bytes. */
  String[] argumentsOfRenewing() {
    return arguments("renewing.conf");
  }

  private String[] arguments(String options) {
    return new String[] {"-proto_dist", "inet_tls", "-ssl_dist_optfile", file(options)};
  }
}
