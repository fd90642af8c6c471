package io.teleport.term;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name that a component of a record, or a constant of an enum, has in terms.
 *
 * <pre>{@code
 * record Order(@Name("customer_id") String customer) {}    // #{customer_id => <<"c7">>}
 *
 * enum Status { OPEN, @Name("done") CLOSED }               // 'OPEN', done
 * }</pre>
 *
 * <p>Where all names differ from those in Java in the usual way, {@link SnakeCase} says so at once.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Name {

  /** The name of the atom that stands for the component or constant. */
  String value();
}
