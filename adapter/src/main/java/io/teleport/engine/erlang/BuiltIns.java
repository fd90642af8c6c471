package io.teleport.engine.erlang;

import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;

/**
 * What is answered by this node itself, and not by an application: may it be there, which is what a
 * ping asks; where it takes sockets of the teleport library; and what {@code sys} asks of a process
 * of OTP. Confined to a loop.
 */
final class BuiltIns {

  private static final Term YES = new Atom("yes");
  private static final Term GET_PORT = new Atom("get_port");
  private static final Term NOT_SUPPORTED = Tuple.of(Atom.ERROR, new Atom("not_supported"));

  private final DistributionConnection connection;
  private final ErlangSurroundings surroundings;

  BuiltIns(DistributionConnection connection, ErlangSurroundings surroundings) {
    this.connection = connection;
    this.surroundings = surroundings;
  }

  /**
   * Answers a request to a name that every node has.
   *
   * @param caller who asks; null if nobody waits for the answer
   */
  void answer(String name, OtpEnvelope.Caller caller, Term request) {
    if (caller != null) {
      connection.answerNow(
          caller, name.equals(Residents.NET_KERNEL) ? netKernel(request) : listenServer(request));
    }
  }

  private static Term netKernel(Term request) {
    boolean isPing =
        request instanceof Tuple tuple
            && tuple.size() == 2
            && tuple.get(0) instanceof Atom atom
            && atom.value().equals("is_auth");
    return isPing ? YES : NOT_SUPPORTED;
  }

  private Term listenServer(Term request) {
    return request.equals(GET_PORT)
        ? Tuple.of(Atom.OK, IntegerTerm.of(surroundings.teleportPort()))
        : NOT_SUPPORTED;
  }

  /** Refuses what {@code sys} asks of a process of OTP: to show its state, for example. */
  void refuseSystem(OtpEnvelope.Caller caller, Term request) {
    connection.answerNow(
        caller, Tuple.of(Atom.ERROR, Tuple.of(new Atom("unknown_system_msg"), request)));
  }
}
