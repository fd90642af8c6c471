package io.teleport.engine.node;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where a node's key and certificate are, and those of whom it trusts. Files are PKCS#12 or JKS.
 *
 * @param keyStore the path of the file with the node's key and certificate
 * @param keyStorePassword opens it; not printed
 * @param trustStore the path of the file with the certificates of trusted authorities
 * @param trustStorePassword opens it; not printed
 */
public record TlsOptions(
    String keyStore, String keyStorePassword, String trustStore, String trustStorePassword) {

  /** Nothing is known. */
  public static final TlsOptions NONE = new TlsOptions("", "", "", "");

  /** Checks that nothing is missing. */
  public TlsOptions {
    Objects.requireNonNull(keyStore, "tlsKeyStore");
    Objects.requireNonNull(keyStorePassword, "tlsKeyStorePassword");
    Objects.requireNonNull(trustStore, "tlsTrustStore");
    Objects.requireNonNull(trustStorePassword, "tlsTrustStorePassword");
  }

  /**
   * Reads the files.
   *
   * @throws InvalidSettingException if one of them is not there, not to be opened by its password,
   *     or has not what it is for
   */
  public SSLContext context() {
    KeyStore keys =
        load("tlsKeyStore", keyStore, keyStorePassword, "this node's key and its certificate");
    KeyStore trusted =
        load("tlsTrustStore", trustStore, trustStorePassword, "the certificates of whom to trust");
    try {
      requireEntry("tlsKeyStore", keyStore, keys, true);
      requireEntry("tlsTrustStore", trustStore, trusted, false);
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, keyStorePassword.toCharArray());
      TrustManagerFactory others =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      others.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), others.getTrustManagers(), null);
      return context;
    } catch (UnrecoverableKeyException e) {
      throw wrongPassword("tlsKeyStore", keyStore, e);
    } catch (GeneralSecurityException e) {
      throw unusable("tlsKeyStore", keyStore, "a file that Java can read: " + e.getMessage(), e);
    }
  }

  private static KeyStore load(String setting, String path, String password, String content) {
    if (path.isBlank()) {
      throw new InvalidSettingException(
          setting, "", "the path of a PKCS#12 or JKS file with " + content);
    }
    File file = new File(path.strip());
    if (!file.canRead()) {
      throw new InvalidSettingException(setting, path, "the path of a file that can be read");
    }
    try {
      return KeyStore.getInstance(file, password.toCharArray());
    } catch (IOException e) {
      throw e.getCause() instanceof UnrecoverableKeyException
          ? wrongPassword(setting, path, e)
          : unusable(setting, path, "a PKCS#12 or JKS file with " + content, e);
    } catch (GeneralSecurityException e) {
      throw unusable(setting, path, "a PKCS#12 or JKS file with " + content, e);
    }
  }

  private static void requireEntry(String setting, String path, KeyStore store, boolean isKey)
      throws KeyStoreException {
    for (String alias : Collections.list(store.aliases())) {
      if (isKey ? store.isKeyEntry(alias) : store.isCertificateEntry(alias)) {
        return;
      }
    }
    throw new InvalidSettingException(
        setting,
        path,
        isKey ? "a file with a private key in it" : "a file with a trusted certificate in it");
  }

  private static InvalidSettingException wrongPassword(
      String setting, String path, Throwable cause) {
    return unusable(setting + "Password", "(hidden)", "the password of " + path, cause);
  }

  private static InvalidSettingException unusable(
      String setting, String value, String allowed, Throwable cause) {
    InvalidSettingException failure = new InvalidSettingException(setting, value, allowed);
    failure.initCause(cause);
    return failure;
  }

  /** Prints everything but the passwords. */
  @Override
  public String toString() {
    return "TlsOptions[keyStore=%s, trustStore=%s]".formatted(keyStore, trustStore);
  }
}
