package io.teleport.term;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record whose components, or an enum whose constants, have names in snake case in terms, as is
 * the custom in Erlang and Elixir.
 *
 * <pre>{@code
 * @SnakeCase
 * record Order(String customerId) {}      // #{customer_id => <<"c7">>}
 *
 * @SnakeCase
 * enum Status { OPEN, IN_TRANSIT }        // open, in_transit
 * }</pre>
 *
 * <p>{@link Name} on a component or constant precedes.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SnakeCase {}
