package io.teleport.term;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record that is written as a tagged tuple, as Erlang writes its records: an atom, the tag, and
 * then the components in their order.
 *
 * <pre>{@code
 * @Tagged
 * record OrderItem(String name, int quantity) {}     // {order_item, <<"pen">>, 2}
 *
 * @Tagged("ok")
 * record Taken(long number) {}                       // {ok, 42}
 * }</pre>
 *
 * <p>Such a record is read from a tuple with that tag and one element for each component, and from
 * nothing else. On anything but a record the annotation means nothing.
 *
 * @see <a href="https://www.erlang.org/doc/system/ref_man_records.html">Erlang: Records</a>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Tagged {

  /** The name of the atom; if empty, the simple name of the record in snake case. */
  String value() default "";
}
