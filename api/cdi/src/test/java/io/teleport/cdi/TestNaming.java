package io.teleport.cdi;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/** The naming service of a server, as far as looking things up goes. */
public final class TestNaming implements InitialContextFactory {

  /** What is bound. */
  static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

  /** Creates the factory; called by the naming framework. */
  public TestNaming() {}

  /** Makes {@code new InitialContext()} come here. */
  static void install() {
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, TestNaming.class.getName());
    BOUND.clear();
  }

  @Override
  public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
    return new InitialContext(true) {
      @Override
      public Object lookup(String name) throws NamingException {
        Object found = BOUND.get(name);
        if (found == null) {
          throw new NameNotFoundException(name);
        }
        return found;
      }
    };
  }
}
