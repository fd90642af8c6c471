package io.teleport.bench.codec;

import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.GatherList;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Terms of Teleport. */
final class TeleportExercise implements Exercise {

  /** About what a frame's header takes. */
  static final int HEADROOM = 64;

  /** A node has one for all that it sends. */
  private final TermEncoder encoder = new TermEncoder();

  private final Sample sample;
  private final Term term;
  private final ReceivedMessage received;

  TeleportExercise(Sample sample) {
    this.sample = sample;
    this.term = build(sample);
    this.received = ReceivedMessage.of(ReferenceEncoding.encode(sample));
  }

  @Override
  public Object encode() {
    GatherList list = encoder.write(term, HEADROOM);
    list.release();
    return list;
  }

  @Override
  public Object decode() {
    return received.decode();
  }

  @Override
  public long decodeAndWalk() {
    return walk(received.decode());
  }

  @Override
  public void check() {
    byte[] written = GatheredBytes.of(term);
    DisagreementException.check("teleport", "wrote", sample, ReferenceEncoding.decode(written));
    DisagreementException.check("teleport", "read", sample, read(received.decode()));
    DisagreementException.check("teleport", "counted", sample.weight(), decodeAndWalk());
  }

  @Override
  public void close() {
    received.release();
  }

  private static Term build(Sample sample) {
    if (sample instanceof Sample.Name name) {
      return new Atom(name.text());
    } else if (sample instanceof Sample.Number number) {
      return IntegerTerm.of(number.value());
    } else if (sample instanceof Sample.Bytes bytes) {
      return Binary.wrap(bytes.bytes());
    } else if (sample instanceof Sample.Group group) {
      return Tuple.of(built(group.elements()));
    } else if (sample instanceof Sample.Sequence sequence) {
      return ListTerm.of(built(sequence.elements()));
    }
    Map<Term, Term> entries = new LinkedHashMap<>();
    ((Sample.Table) sample)
        .entries()
        .forEach((key, value) -> entries.put(build(key), build(value)));
    return MapTerm.of(entries);
  }

  private static Term[] built(List<Sample> samples) {
    return samples.stream().map(TeleportExercise::build).toArray(Term[]::new);
  }

  private static Sample read(Term term) {
    if (term instanceof Atom atom) {
      return new Sample.Name(atom.value());
    } else if (term instanceof IntegerTerm integer) {
      return new Sample.Number(integer.longValue());
    } else if (term instanceof Binary binary) {
      return new Sample.Bytes(binary.toByteArray());
    } else if (term instanceof Tuple tuple) {
      return new Sample.Group(tuple.elements().stream().map(TeleportExercise::read).toList());
    } else if (term instanceof ListTerm list) {
      return new Sample.Sequence(list.elements().stream().map(TeleportExercise::read).toList());
    }
    Map<Sample, Sample> entries = new LinkedHashMap<>();
    ((MapTerm) term).entries().forEach((key, value) -> entries.put(read(key), read(value)));
    return new Sample.Table(entries);
  }

  private static long walk(Term term) {
    if (term instanceof IntegerTerm integer) {
      return integer.longValue();
    } else if (term instanceof Binary binary) {
      return binary.size();
    } else if (term instanceof Atom atom) {
      return atom.value().length();
    } else if (term instanceof Tuple tuple) {
      return walk(tuple.elements());
    } else if (term instanceof ListTerm list) {
      return walk(list.elements());
    }
    long weight = 0;
    for (Map.Entry<Term, Term> entry : ((MapTerm) term).entries().entrySet()) {
      weight += walk(entry.getKey()) + walk(entry.getValue());
    }
    return weight;
  }

  private static long walk(List<Term> terms) {
    long weight = 0;
    for (Term term : terms) {
      weight += walk(term);
    }
    return weight;
  }
}
