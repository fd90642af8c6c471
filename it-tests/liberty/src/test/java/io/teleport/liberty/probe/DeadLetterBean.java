package io.teleport.liberty.probe;

import io.teleport.DeadLetter;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.term.Term;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Writes down the dead letters of its node. */
@MessageDriven(
    name = "DeadLetterBean",
    activationConfig =
        @ActivationConfigProperty(propertyName = "name", propertyValue = DeadLetter.LISTENER))
public class DeadLetterBean implements TeleportMessageListener {

  @Override
  public void onMessage(TeleportMessage message) {
    DeadLetter letter = message.as(DeadLetter.class);
    Diary.note(
        "letter " + letter.payload().map(Term::toString).orElse("?") + " " + letter.reason());
  }
}
