package io.teleport.bench.codec;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** Records by Jackson in CBOR, with instants as text, which is what Teleport makes of them too. */
final class JacksonCborExercise implements Exercise {

  private final Order order;
  private final ObjectWriter writer;
  private final ObjectReader reader;
  private final byte[] received;

  JacksonCborExercise(Order order) throws IOException {
    this.order = order;
    CBORMapper mapper =
        CBORMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    this.writer = mapper.writerFor(Order.class);
    this.reader = mapper.readerFor(Order.class);
    this.received = writer.writeValueAsBytes(order);
  }

  @Override
  public byte[] encode() throws IOException {
    return writer.writeValueAsBytes(order);
  }

  @Override
  public Order decode() throws IOException {
    return reader.readValue(received);
  }

  @Override
  public long decodeAndWalk() {
    throw new UnsupportedOperationException("a record has no lazy parts");
  }

  @Override
  public void check() throws IOException {
    DisagreementException.check("jackson-cbor", "read", order, decode());
  }
}
