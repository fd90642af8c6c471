package io.teleport.bench.report;

/** Text of a page, escaped where it is not markup. To be used by one thread. */
final class Html {

  private final StringBuilder text = new StringBuilder();

  /** Appends markup as it is. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Appends an element with text inside. */
  Html element(String tag, String content) {
    return element(tag, "", content);
  }

  /**
   * Appends an element with text inside.
   *
   * @param attributes markup, such as {@code class="num"}; may be empty
   */
  Html element(String tag, String attributes, String content) {
    text.append('<').append(tag);
    if (!attributes.isEmpty()) {
      text.append(' ').append(attributes);
    }
    text.append('>').append(escape(content)).append("</").append(tag).append(">\n");
    return this;
  }

  /** Returns text in which nothing is markup, also inside of an attribute in quotation marks. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
