package io.teleport.term;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads maps as {@code Map}.
 *
 * @param key reads a key
 * @param value reads a value
 * @param keyType what the keys are read as
 */
record MapReader(FromTerm key, FromTerm value, JavaType keyType) implements FromTerm {

  @Override
  public Object read(Term term, int depth) {
    if (!(term instanceof MapTerm map)) {
      throw new Mismatch("a map", term);
    }
    int inner = Mismatch.deeper(depth);
    Map<Object, Object> result = new LinkedHashMap<>();
    for (int i = 0; i < map.size(); i++) {
      try {
        Object read = key.read(map.keyAt(i), inner);
        if (result.containsKey(read)) {
          throw new Mismatch("keys that differ as " + keyType.raw().getSimpleName(), "a key twice");
        }
        result.put(read, value.read(map.valueAt(i), inner));
      } catch (Mismatch e) {
        throw e.atKey(map.keyAt(i));
      }
    }
    return result;
  }
}
