package io.teleport.bench.codec;

import io.appulse.encon.terms.ErlangTerm;
import io.appulse.encon.terms.type.ErlangAtom;
import io.appulse.encon.terms.type.ErlangBinary;
import io.appulse.encon.terms.type.ErlangInteger;
import io.appulse.encon.terms.type.ErlangList;
import io.appulse.encon.terms.type.ErlangMap;
import io.appulse.encon.terms.type.ErlangTuple;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Terms of encon. It encodes into a pooled direct buffer, and decodes from a buffer of all bytes,
 * as its pipeline does; it leaves the version byte to the caller.
 */
final class EnconExercise implements Exercise {

  private static final String PEER = "encon";
  private static final int VERSION = 131;

  private final Sample sample;
  private final ErlangTerm term;
  private final ByteBuf received;

  EnconExercise(Sample sample) {
    this.sample = sample;
    this.term = build(sample);
    this.received = Unpooled.wrappedBuffer(ReferenceEncoding.encode(sample));
  }

  @Override
  public Object encode() {
    ByteBuf out = written();
    out.release();
    return out;
  }

  private ByteBuf written() {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
    out.writeByte(VERSION);
    term.writeTo(out);
    return out;
  }

  @Override
  public ErlangTerm decode() {
    received.readerIndex(1);
    return ErlangTerm.newInstance(received);
  }

  @Override
  public long decodeAndWalk() {
    return walk(decode());
  }

  @Override
  public void check() {
    ByteBuf out = written();
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    out.release();
    DisagreementException.check(PEER, "wrote", sample, ReferenceEncoding.decode(bytes));
    DisagreementException.check(PEER, "read", sample, read(decode()));
    DisagreementException.check(PEER, "counted", sample.weight(), decodeAndWalk());
  }

  private static ErlangTerm build(Sample sample) {
    if (sample instanceof Sample.Name name) {
      return new ErlangAtom(name.text());
    } else if (sample instanceof Sample.Number number) {
      return new ErlangInteger(number.value());
    } else if (sample instanceof Sample.Bytes bytes) {
      return new ErlangBinary(bytes.bytes());
    } else if (sample instanceof Sample.Group group) {
      return new ErlangTuple(built(group.elements()));
    } else if (sample instanceof Sample.Sequence sequence) {
      return new ErlangList(built(sequence.elements()));
    }
    LinkedHashMap<ErlangTerm, ErlangTerm> entries = new LinkedHashMap<>();
    ((Sample.Table) sample)
        .entries()
        .forEach((key, value) -> entries.put(build(key), build(value)));
    return new ErlangMap(entries);
  }

  private static ErlangTerm[] built(List<Sample> samples) {
    return samples.stream().map(EnconExercise::build).toArray(ErlangTerm[]::new);
  }

  private static Sample read(ErlangTerm term) {
    if (term instanceof ErlangAtom atom) {
      return new Sample.Name(atom.asText());
    } else if (term instanceof ErlangInteger integer) {
      return new Sample.Number(integer.asLong());
    } else if (term instanceof ErlangBinary binary) {
      return new Sample.Bytes(binary.asBinary());
    } else if (term instanceof ErlangTuple) {
      return new Sample.Group(elements(term));
    } else if (term instanceof ErlangList) {
      return new Sample.Sequence(elements(term));
    }
    Map<Sample, Sample> entries = new LinkedHashMap<>();
    term.fields()
        .forEachRemaining(entry -> entries.put(read(entry.getKey()), read(entry.getValue())));
    return new Sample.Table(entries);
  }

  private static List<Sample> elements(ErlangTerm term) {
    List<Sample> samples = new ArrayList<>();
    term.elements().forEachRemaining(element -> samples.add(read(element)));
    return samples;
  }

  private static long walk(ErlangTerm term) {
    if (term instanceof ErlangInteger integer) {
      return integer.asLong();
    } else if (term instanceof ErlangBinary binary) {
      // There is no cheaper way to its size.
      return binary.asBinary().length;
    } else if (term instanceof ErlangAtom atom) {
      return atom.asText().length();
    } else if (term instanceof ErlangTuple || term instanceof ErlangList) {
      long weight = 0;
      for (int i = 0; i < term.size(); i++) {
        weight += walk(term.getUnsafe(i));
      }
      return weight;
    }
    long weight = 0;
    for (Iterator<Map.Entry<ErlangTerm, ErlangTerm>> fields = term.fields(); fields.hasNext(); ) {
      Map.Entry<ErlangTerm, ErlangTerm> field = fields.next();
      weight += walk(field.getKey()) + walk(field.getValue());
    }
    return weight;
  }
}
