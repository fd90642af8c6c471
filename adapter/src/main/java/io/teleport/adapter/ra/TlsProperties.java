package io.teleport.adapter.ra;

/** The settings for connections that are encrypted. */
public abstract class TlsProperties extends ErlangProperties {

  TlsProperties() {}

  /** Returns what {@link #setTlsKeyStore} has set, or the default. */
  public String getTlsKeyStore() {
    return text(Setting.TLS_KEY_STORE);
  }

  /** Sets the path of the PKCS#12 or JKS file with this node's key and certificate. */
  public void setTlsKeyStore(String value) {
    set(Setting.TLS_KEY_STORE, value);
  }

  /** Returns what {@link #setTlsKeyStorePassword} has set, or the default. */
  public String getTlsKeyStorePassword() {
    return text(Setting.TLS_KEY_STORE_PASSWORD);
  }

  /** Sets the password of the key store. */
  public void setTlsKeyStorePassword(String value) {
    set(Setting.TLS_KEY_STORE_PASSWORD, value);
  }

  /** Returns what {@link #setTlsTrustStore} has set, or the default. */
  public String getTlsTrustStore() {
    return text(Setting.TLS_TRUST_STORE);
  }

  /** Sets the path of the PKCS#12 or JKS file with the certificates of trusted authorities. */
  public void setTlsTrustStore(String value) {
    set(Setting.TLS_TRUST_STORE, value);
  }

  /** Returns what {@link #setTlsTrustStorePassword} has set, or the default. */
  public String getTlsTrustStorePassword() {
    return text(Setting.TLS_TRUST_STORE_PASSWORD);
  }

  /** Sets the password of the trust store. */
  public void setTlsTrustStorePassword(String value) {
    set(Setting.TLS_TRUST_STORE_PASSWORD, value);
  }
}
