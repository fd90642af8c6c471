package io.teleport.engine.node;

/**
 * A setting has a value that it must not have. The message names the setting, the value and what is
 * allowed.
 */
public class InvalidSettingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String setting;

  /**
   * Creates the exception.
   *
   * @param setting the setting's name
   * @param value what it was set to; never a secret
   * @param allowed what it may be set to
   */
  public InvalidSettingException(String setting, Object value, String allowed) {
    super("setting '%s' has the value '%s'; allowed: %s".formatted(setting, value, allowed));
    this.setting = setting;
  }

  /** Returns the name of the setting. */
  public String setting() {
    return setting;
  }
}
