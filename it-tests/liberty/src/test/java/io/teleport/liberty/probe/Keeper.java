package io.teleport.liberty.probe;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** {@code keeper}: writes down the texts that it receives. */
@MessageDriven(
    name = "Keeper",
    activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "keeper"))
public class Keeper implements TeleportMessageListener {

  @Override
  public void onMessage(TeleportMessage message) {
    Diary.note("received " + message.as(String.class));
    message.replyTo().ifPresent(caller -> caller.reply("kept"));
  }
}
