package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of key stores and trust stores that are no good. */
class TlsOptionsTest {

  private static final String PASSWORD = "not-a-secret";

  @TempDir private static Path directory;
  private static String keys;
  private static String trusted;

  @BeforeAll
  static void makeStores() throws Exception {
    keys = directory.resolve("keys.p12").toString();
    trusted = directory.resolve("trusted.p12").toString();
    String certificate = directory.resolve("node.pem").toString();
    keytool(keys, "-genkeypair", "-alias", "node", "-keyalg", "EC", "-dname", "CN=node");
    keytool(keys, "-exportcert", "-alias", "node", "-rfc", "-file", certificate);
    keytool(trusted, "-importcert", "-noprompt", "-alias", "node", "-file", certificate);
  }

  private static void keytool(String store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD));
    Path log = directory.resolve("keytool.log");
    int end =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(end).as(Files.readString(log)).isZero();
  }

  private static void isRefused(TlsOptions options, String setting, String allowed) {
    assertThatThrownBy(options::context)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("'" + setting + "'")
        .hasMessageContaining(allowed)
        .hasMessageNotContaining(PASSWORD)
        .hasMessageNotContaining("guessed");
  }

  @Test
  void aKeyAndTheCertificatesOfOthersAreRead() {
    assertThat(new TlsOptions(keys, PASSWORD, trusted, PASSWORD).context()).isNotNull();
  }

  @Test
  void bothFilesHaveToBeNamed() {
    isRefused(TlsOptions.NONE, "tlsKeyStore", "path");
    isRefused(new TlsOptions(keys, PASSWORD, "", ""), "tlsTrustStore", "path");
  }

  @Test
  void aFileHasToBeThere() {
    String none = directory.resolve("none.p12").toString();
    isRefused(new TlsOptions(none, PASSWORD, trusted, PASSWORD), "tlsKeyStore", "can be read");
  }

  @Test
  void aFileHasToBeAStore() throws IOException {
    String text = Files.writeString(directory.resolve("text"), "some text").toString();
    isRefused(new TlsOptions(keys, PASSWORD, text, PASSWORD), "tlsTrustStore", "PKCS#12");
  }

  @Test
  void theWrongPasswordIsNamedAndNotPrinted() {
    isRefused(
        new TlsOptions(keys, "guessed", trusted, PASSWORD), "tlsKeyStorePassword", "password of");
    isRefused(
        new TlsOptions(keys, PASSWORD, trusted, "guessed"), "tlsTrustStorePassword", "password of");
  }

  @Test
  void theKeyStoreHasToHaveAKeyAndTheTrustStoreACertificate() {
    isRefused(new TlsOptions(trusted, PASSWORD, trusted, PASSWORD), "tlsKeyStore", "private key");
    isRefused(
        new TlsOptions(keys, PASSWORD, keys, PASSWORD), "tlsTrustStore", "trusted certificate");
  }

  @Test
  void passwordsAreNotPrinted() {
    assertThat(new TlsOptions(keys, PASSWORD, trusted, PASSWORD).toString())
        .doesNotContain(PASSWORD);
  }
}
