package io.teleport.bench.codec;

import com.ericsson.otp.erlang.OtpErlangAtom;
import com.ericsson.otp.erlang.OtpErlangBinary;
import com.ericsson.otp.erlang.OtpErlangDecodeException;
import com.ericsson.otp.erlang.OtpErlangList;
import com.ericsson.otp.erlang.OtpErlangLong;
import com.ericsson.otp.erlang.OtpErlangMap;
import com.ericsson.otp.erlang.OtpErlangObject;
import com.ericsson.otp.erlang.OtpErlangTuple;
import com.ericsson.otp.erlang.OtpExternal;
import com.ericsson.otp.erlang.OtpInputStream;
import com.ericsson.otp.erlang.OtpOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Terms of JInterface, whichever version is first on the class path. It encodes into a stream that
 * it then writes to the socket, and decodes from an array of all bytes, as its connections do.
 */
final class JInterfaceExercise implements Exercise {

  private final String peer;
  private final Sample sample;
  private final OtpErlangObject term;
  private final byte[] received;

  JInterfaceExercise(String peer, Sample sample) {
    this.peer = peer;
    this.sample = sample;
    this.term = build(sample);
    this.received = ReferenceEncoding.encode(sample);
  }

  @Override
  public OtpOutputStream encode() {
    OtpOutputStream out = new OtpOutputStream();
    out.write1(OtpExternal.versionTag);
    out.write_any(term);
    return out;
  }

  @Override
  public OtpErlangObject decode() throws IOException {
    try {
      return new OtpInputStream(received).read_any();
    } catch (OtpErlangDecodeException e) {
      throw new IOException(e);
    }
  }

  @Override
  public long decodeAndWalk() throws IOException {
    return walk(decode());
  }

  @Override
  public void check() throws IOException {
    byte[] written = encode().toByteArray();
    DisagreementException.check(peer, "wrote", sample, ReferenceEncoding.decode(written));
    DisagreementException.check(peer, "read", sample, read(decode()));
    DisagreementException.check(peer, "counted", sample.weight(), decodeAndWalk());
  }

  private static OtpErlangObject build(Sample sample) {
    if (sample instanceof Sample.Name name) {
      return new OtpErlangAtom(name.text());
    } else if (sample instanceof Sample.Number number) {
      return new OtpErlangLong(number.value());
    } else if (sample instanceof Sample.Bytes bytes) {
      return new OtpErlangBinary(bytes.bytes());
    } else if (sample instanceof Sample.Group group) {
      return new OtpErlangTuple(built(group.elements()));
    } else if (sample instanceof Sample.Sequence sequence) {
      return new OtpErlangList(built(sequence.elements()));
    }
    OtpErlangMap map = new OtpErlangMap();
    ((Sample.Table) sample).entries().forEach((key, value) -> map.put(build(key), build(value)));
    return map;
  }

  private static OtpErlangObject[] built(List<Sample> samples) {
    return samples.stream().map(JInterfaceExercise::build).toArray(OtpErlangObject[]::new);
  }

  private static Sample read(OtpErlangObject term) {
    if (term instanceof OtpErlangAtom atom) {
      return new Sample.Name(atom.atomValue());
    } else if (term instanceof OtpErlangLong number) {
      return new Sample.Number(number.longValue());
    } else if (term instanceof OtpErlangBinary binary) {
      return new Sample.Bytes(binary.binaryValue());
    } else if (term instanceof OtpErlangTuple tuple) {
      return new Sample.Group(read(tuple.elements()));
    } else if (term instanceof OtpErlangList list) {
      return new Sample.Sequence(read(list.elements()));
    }
    Map<Sample, Sample> entries = new LinkedHashMap<>();
    for (Map.Entry<OtpErlangObject, OtpErlangObject> entry : ((OtpErlangMap) term).entrySet()) {
      entries.put(read(entry.getKey()), read(entry.getValue()));
    }
    return new Sample.Table(entries);
  }

  private static List<Sample> read(OtpErlangObject[] terms) {
    List<Sample> samples = new ArrayList<>();
    for (OtpErlangObject term : terms) {
      samples.add(read(term));
    }
    return samples;
  }

  private static long walk(OtpErlangObject term) {
    if (term instanceof OtpErlangLong number) {
      return number.longValue();
    } else if (term instanceof OtpErlangBinary binary) {
      return binary.size();
    } else if (term instanceof OtpErlangAtom atom) {
      return atom.atomValue().length();
    } else if (term instanceof OtpErlangTuple tuple) {
      long weight = 0;
      for (int i = 0; i < tuple.arity(); i++) {
        weight += walk(tuple.elementAt(i));
      }
      return weight;
    } else if (term instanceof OtpErlangList list) {
      long weight = 0;
      for (int i = 0; i < list.arity(); i++) {
        weight += walk(list.elementAt(i));
      }
      return weight;
    }
    long weight = 0;
    for (Map.Entry<OtpErlangObject, OtpErlangObject> entry : ((OtpErlangMap) term).entrySet()) {
      weight += walk(entry.getKey()) + walk(entry.getValue());
    }
    return weight;
  }
}
