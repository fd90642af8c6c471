package io.teleport.term;

/**
 * An Erlang term: the one data model of messages.
 *
 * <p>Terms are immutable and safe for use by any number of threads, with one exception: a {@link
 * Binary} whose content is a stream can be read once, by one thread. {@code equals} is Erlang's
 * {@code =:=}: the integer 1 and the float 1.0 differ. {@code toString} prints Erlang syntax,
 * abbreviated where a term is very large or very deep. Hash codes are not the same in every JVM, so
 * that nobody can choose many keys of a map that have one.
 *
 * <p>{@link Terms} converts between terms and plain Java values.
 *
 * @see <a href="https://www.erlang.org/doc/system/data_types.html">Erlang: Data Types</a>
 */
public sealed interface Term
    permits Atom,
        Binary,
        BitString,
        Export,
        FloatTerm,
        Fun,
        IntegerTerm,
        ListTerm,
        MapTerm,
        Pid,
        Port,
        Reference,
        Tuple {}
