package io.teleport.adapter.ra;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Settings from MicroProfile Config. The only class that touches its API, which may be absent. */
final class MicroProfileOverrides implements Overrides {

  private final Config config;

  private MicroProfileOverrides(Config config) {
    this.config = config;
  }

  /**
   * Returns the settings in MicroProfile Config; none if the server does not have it. Some servers
   * have the API and no provider of it, which shows as an {@link IllegalStateException}.
   */
  static Overrides find() {
    try {
      return new MicroProfileOverrides(ConfigProvider.getConfig());
    } catch (NoClassDefFoundError | IllegalStateException e) {
      AdapterLog.noMicroProfileConfig(e);
      return NONE;
    }
  }

  @Override
  public Optional<String> find(String name) {
    return config.getOptionalValue(name, String.class);
  }

  @Override
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(Setting.PREFIX)) {
        names.add(name);
      }
    }
    return names;
  }
}
