package io.teleport.adapter.inbound;

import io.teleport.TeleportNodeListener;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;

/**
 * The activation of a message-driven bean that learns which nodes come and go. It has no
 * properties. A JavaBean (JCA 2.1, section 13.4.2).
 */
@Activation(messageListeners = TeleportNodeListener.class)
public class TeleportNodeActivationSpec implements ActivationSpec, Serializable {

  private static final long serialVersionUID = 1L;

  private transient ResourceAdapter resourceAdapter;

  /** Creates a specification; there is nothing to set. */
  public TeleportNodeActivationSpec() {}

  /** Does nothing: there is nothing to be wrong. */
  @Override
  public void validate() {
    // no properties
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) {
    this.resourceAdapter = adapter;
  }

  @Override
  public String toString() {
    return "TeleportNodeActivationSpec";
  }
}
