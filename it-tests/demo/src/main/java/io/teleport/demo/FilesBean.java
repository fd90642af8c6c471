package io.teleport.demo;

import io.teleport.ReplyTo;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import java.io.IOException;

/**
 * {@code files}: a message {@code {file, Name, Bytes}} is written to the file of that name while it
 * arrives, whatever its size. Calls:
 *
 * <ul>
 *   <li>{@code {digest, Name}} returns {@code #{size => N, sha256 => Hex}}; if the file is not
 *       complete yet the answer comes when it is, and {@code {error, Reason}} if it breaks off;
 *   <li>{@code {progress, Name}} returns how many of its bytes are here;
 *   <li>{@code {delete, Name}} deletes a complete file, and returns {@code true} if there was one.
 * </ul>
 */
@MessageDriven(
    name = "FilesBean",
    activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "files"))
public class FilesBean implements TeleportMessageListener {

  @Inject private FileStore store;

  @Override
  public void onMessage(TeleportMessage message) throws IOException {
    Term payload = message.payload();
    if (Shape.isCall(message)) {
      answer(payload, message.replyTo().orElseThrow());
    } else {
      Tuple file = Shape.tagged(payload, "file", 3);
      store.receive(new FileName(Shape.text(file.get(1))), Shape.binary(file.get(2)));
    }
  }

  private void answer(Term request, ReplyTo caller) throws IOException {
    if (Shape.isTagged(request, "digest", 2)) {
      store.tellDigest(name(request), caller);
    } else if (Shape.isTagged(request, "progress", 2)) {
      caller.reply(IntegerTerm.of(store.arrived(name(request))));
    } else if (Shape.isTagged(request, "delete", 2)) {
      caller.reply(Atom.of(store.delete(name(request))));
    } else {
      throw new IllegalArgumentException(
          "files answers the calls {digest, Name}, {progress, Name} and {delete, Name}");
    }
  }

  private static FileName name(Term request) {
    return new FileName(Shape.text(((Tuple) request).get(1)));
  }
}
