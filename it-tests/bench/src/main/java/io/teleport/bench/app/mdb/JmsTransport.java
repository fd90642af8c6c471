package io.teleport.bench.app.mdb;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/**
 * Jakarta Messaging: a pooled connection, a session and a producer for each sender, without message
 * identifiers and time stamps; not persistent, without transactions.
 */
@ApplicationScoped
public class JmsTransport implements Transport {

  @Resource(lookup = "jms/bench")
  private ConnectionFactory factory;

  @Resource(lookup = "jms/queue")
  private Queue queue;

  @Override
  public Outlet open(Content content) throws JMSException {
    Connection connection = factory.createConnection();
    Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
    MessageProducer producer = session.createProducer(queue);
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.setDisableMessageID(true);
    producer.setDisableMessageTimestamp(true);
    return new JmsOutlet(connection, session, producer, content);
  }

  /**
   * Sends messages of bytes: run, sender, number, step, sum, then the content.
   *
   * @param connection the sender's own
   * @param session of the connection
   * @param producer of the session
   * @param content what is sent
   */
  private record JmsOutlet(
      Connection connection, Session session, MessageProducer producer, Content content)
      implements Outlet {

    @Override
    public void send(Header header) throws JMSException {
      BytesMessage message = session.createBytesMessage();
      message.writeInt(header.run());
      message.writeInt(header.sender());
      message.writeInt(header.number());
      message.writeInt(header.step());
      message.writeLong(content.sum());
      message.writeBytes(content.bytes());
      producer.send(message);
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (JMSException e) {
        throw new IllegalStateException("cannot give the connection back", e);
      }
    }
  }
}
