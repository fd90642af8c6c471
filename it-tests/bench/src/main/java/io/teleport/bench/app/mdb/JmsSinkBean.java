package io.teleport.bench.app.mdb;

import io.teleport.bench.wire.Checksum;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.nio.ByteBuffer;

/** Takes what {@link JmsTransport} sends. */
@MessageDriven(name = "JmsSinkBean")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JmsSinkBean implements MessageListener {

  private static final int HEADER = 4 * Integer.BYTES + Long.BYTES;

  @Inject private Arrivals arrivals;

  /** The last message's content: the interface gives copies only. A bean serves one thread. */
  private byte[] bytes = {};

  /** Creates the bean. */
  public JmsSinkBean() {}

  @Override
  public void onMessage(Message received) {
    try {
      BytesMessage message = (BytesMessage) received;
      Header header =
          new Header(message.readInt(), message.readInt(), message.readInt(), message.readInt());
      long sum = message.readLong();
      int size = (int) message.getBodyLength() - HEADER;
      if (bytes.length < size) {
        bytes = new byte[size];
      }
      int read = message.readBytes(bytes, size);
      arrivals.arrived(header, size, sum == Checksum.of(ByteBuffer.wrap(bytes, 0, read)));
    } catch (JMSException e) {
      throw new EJBException(e);
    }
  }
}
