package io.teleport.term;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A type that a value is to be read as, with what is known of its type arguments.
 *
 * @param raw the class
 * @param arguments its type arguments; empty if they are not known
 */
record JavaType(Class<?> raw, List<JavaType> arguments) {

  static final JavaType OBJECT = of(Object.class);

  static JavaType of(Class<?> raw) {
    return new JavaType(raw, List.of());
  }

  /** Resolves a declared type, type variables by what they are bound to here. */
  static JavaType of(Type type, Map<TypeVariable<?>, JavaType> bindings) {
    if (type instanceof Class<?> raw) {
      return of(raw);
    } else if (type instanceof ParameterizedType parameterized) {
      List<JavaType> arguments = new ArrayList<>();
      for (Type argument : parameterized.getActualTypeArguments()) {
        arguments.add(of(argument, bindings));
      }
      return new JavaType((Class<?>) parameterized.getRawType(), List.copyOf(arguments));
    } else if (type instanceof GenericArrayType array) {
      JavaType component = of(array.getGenericComponentType(), bindings);
      return new JavaType(component.raw().arrayType(), List.of(component));
    } else if (type instanceof WildcardType wildcard) {
      return of(wildcard.getUpperBounds()[0], bindings);
    } else if (type instanceof TypeVariable<?> variable) {
      // A bound may mention the variable itself, so only its class is used.
      return bindings.containsKey(variable)
          ? bindings.get(variable)
          : of(erasure(variable.getBounds()[0]));
    }
    return OBJECT;
  }

  /** Returns what the type variables of this type's class are bound to. */
  Map<TypeVariable<?>, JavaType> bindings() {
    Map<TypeVariable<?>, JavaType> bindings = new HashMap<>();
    TypeVariable<?>[] variables = raw.getTypeParameters();
    for (int i = 0; i < variables.length && i < arguments.size(); i++) {
      bindings.put(variables[i], arguments.get(i));
    }
    return bindings;
  }

  /**
   * Returns a class that extends this interface, as the type that it is here: {@code Ok<String>}
   * within {@code Result<String>} if {@code Ok<T>} is a {@code Result<T>}.
   */
  JavaType boundIn(Class<?> subclass) {
    for (Type declared : subclass.getGenericInterfaces()) {
      if (!arguments.isEmpty()
          && declared instanceof ParameterizedType parameterized
          && parameterized.getRawType() == raw) {
        Type[] given = parameterized.getActualTypeArguments();
        List<JavaType> bound = new ArrayList<>();
        for (TypeVariable<?> variable : subclass.getTypeParameters()) {
          int index = Arrays.asList(given).indexOf(variable);
          bound.add(index < 0 ? of(erasure(variable.getBounds()[0])) : argument(index));
        }
        return new JavaType(subclass, List.copyOf(bound));
      }
    }
    return of(subclass);
  }

  /** Returns a type argument, {@code Object} if it is not known. */
  JavaType argument(int index) {
    return index < arguments.size() ? arguments.get(index) : OBJECT;
  }

  /** Returns the type of an array's elements. */
  JavaType component() {
    return arguments.isEmpty() ? of(raw.componentType()) : arguments.get(0);
  }

  /**
   * Returns the class of the objects that hold a primitive type's values; for other types the type
   * itself.
   */
  @SuppressWarnings("unchecked") // Class<int> is a Class<Integer> as far as generics go
  static <T> Class<T> boxed(Class<T> type) {
    return type.isPrimitive() ? (Class<T>) MethodType.methodType(type).wrap().returnType() : type;
  }

  private static Class<?> erasure(Type bound) {
    if (bound instanceof Class<?> raw) {
      return raw;
    } else if (bound instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    return Object.class;
  }
}
