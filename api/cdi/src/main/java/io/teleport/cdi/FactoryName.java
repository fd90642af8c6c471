package io.teleport.cdi;

import org.eclipse.microprofile.config.ConfigProvider;

/** Under which JNDI name the connection factory is looked up. */
final class FactoryName {

  /** The setting in MicroProfile Config. */
  static final String SETTING = "teleport.jndi-name";

  /** The name if nothing else is set. */
  static final String DEFAULT = "eis/teleport";

  private FactoryName() {}

  /**
   * Returns the name that is set, or the default; the server may be without MicroProfile Config.
   */
  static String configured() {
    try {
      return ConfigProvider.getConfig()
          .getOptionalValue(SETTING, String.class)
          .map(String::strip)
          .orElse(DEFAULT);
    } catch (NoClassDefFoundError | IllegalStateException e) {
      // No API, or an API without a provider: some servers have one and not the other.
      return DEFAULT;
    }
  }
}
