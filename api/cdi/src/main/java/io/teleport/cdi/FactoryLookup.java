package io.teleport.cdi;

import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportException;
import java.security.CodeSource;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Finds the connection factory in JNDI, or says what is missing in the server's configuration. */
final class FactoryLookup {

  private FactoryLookup() {}

  /**
   * Returns the factory.
   *
   * @throws TeleportException if there is none under that name; it says what to add to which
   *     configuration
   */
  // The name comes from the server's configuration, never from a user.
  @SuppressWarnings("BanJNDI")
  static TeleportConnectionFactory find(String jndiName) {
    Object found;
    try {
      found = new InitialContext().lookup(jndiName);
    } catch (NamingException e) {
      throw missing(jndiName, e);
    }
    if (found instanceof TeleportConnectionFactory factory) {
      return factory;
    }
    throw wrong(jndiName, found);
  }

  private static TeleportException missing(String jndiName, NamingException cause) {
    return new TeleportException(
        "no Teleport connection factory can be looked up under the JNDI name '%s'. On Open Liberty,"
                .formatted(jndiName)
            + " add <connectionFactory jndiName=\"%s\"><properties.teleport/></connectionFactory>"
                .formatted(jndiName)
            + " to server.xml, beside the <resourceAdapter id=\"teleport\" ...> element, and see"
            + " that the resource adapter itself has started (TLP2001 in the log); if the factory"
            + " has another"
            + " name, set %s to it in MicroProfile Config (%s)"
                .formatted(FactoryName.SETTING, cause),
        cause);
  }

  private static TeleportException wrong(String jndiName, Object found) {
    if (found != null && implementsByName(found.getClass())) {
      return new TeleportException(
          "the application and the resource adapter have different copies of Teleport's API: the"
              + " one from %s, the other from %s. Leave teleport-api out of the application (scope"
                  .formatted(origin(TeleportConnectionFactory.class), origin(found.getClass()))
              + " provided), and keep it in one place in the server");
    }
    return new TeleportException(
        "what the JNDI name '%s' stands for is no Teleport connection factory but %s; set %s to the"
                .formatted(
                    jndiName, found == null ? "nothing" : found.getClass(), FactoryName.SETTING)
            + " right name in MicroProfile Config");
  }

  private static boolean implementsByName(Class<?> type) {
    for (Class<?> implemented : type.getInterfaces()) {
      if (implemented.getName().equals(TeleportConnectionFactory.class.getName())) {
        return true;
      }
    }
    return false;
  }

  private static String origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? String.valueOf(type.getClassLoader()) : source.getLocation().toString();
  }
}
