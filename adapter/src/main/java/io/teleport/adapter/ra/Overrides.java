package io.teleport.adapter.ra;

import java.util.Optional;
import java.util.Set;

/** Settings from outside of the resource adapter's own configuration, which they override. */
interface Overrides {

  /** No settings. */
  Overrides NONE =
      new Overrides() {
        @Override
        public Optional<String> find(String name) {
          return Optional.empty();
        }

        @Override
        public Set<String> names() {
          return Set.of();
        }
      };

  /** Returns the value under a full name such as {@code teleport.port}. */
  Optional<String> find(String name);

  /** Returns the full names of everything that is set and begins with {@code teleport.}. */
  Set<String> names();
}
