package io.teleport.adapter.ra;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The config-properties of the resource adapter, as a JavaBean keeps them. Each is given as text:
 * sizes with or without a unit ({@code 64MiB}, {@code 65536}), durations with one ({@code 500ms},
 * {@code 5s}, {@code 2m}). Nothing is checked before the adapter starts.
 *
 * <p>Each class on the way from here to {@link TeleportResourceAdapter} adds the properties of one
 * theme. They are declared in {@code META-INF/ra.xml} and not by annotations, which Open Liberty
 * finds once more for each superclass that it passes.
 *
 * <p>Set by one thread, before the adapter starts.
 */
public abstract class AdapterProperties {

  private final Map<Setting, String> configured = new EnumMap<>(Setting.class);

  AdapterProperties() {}

  /** Returns the values that were set; one that was not has its default. */
  final Map<Setting, String> configured() {
    return Collections.unmodifiableMap(configured);
  }

  final String text(Setting setting) {
    return configured.getOrDefault(setting, setting.defaultText());
  }

  final void set(Setting setting, String value) {
    if (value == null) {
      configured.remove(setting);
    } else {
      configured.put(setting, value);
    }
  }

  /** Two resource adapters are equal if they have the same settings (JCA 2.1, section 19.4.2). */
  @Override
  public final boolean equals(Object other) {
    return other instanceof AdapterProperties that && configured.equals(that.configured);
  }

  @Override
  public final int hashCode() {
    return configured.hashCode();
  }
}
