package io.teleport.bench.app;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Takes orders of the coordinator.
 *
 * <pre>
 * GET  /node           node
 * POST /order?order=O  the figures of the answer
 * </pre>
 *
 * <p>Answers are lines of {@code name=value}; an order that fails is answered with the status 500
 * and a line {@code error=…}. Orders come one at a time.
 */
public abstract class OrderServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Creates the servlet. */
  protected OrderServlet() {}

  /** Returns the name of this node, once it can take orders. */
  protected abstract String node();

  /**
   * Carries out an order.
   *
   * @param order its words
   * @return figures of the form {@code name=value}, separated by blanks
   */
  protected abstract String carryOut(List<String> order) throws Exception;

  @Override
  protected final void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(response, "node=" + node());
  }

  @Override
  protected final void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String order = request.getParameter("order");
    try {
      answer(response, carryOut(List.of(order.split(" ", -1))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(response, order, e);
    } catch (Exception e) {
      fail(response, order, e);
    }
  }

  private void fail(HttpServletResponse response, String order, Exception e) throws IOException {
    log(order + " failed", e);
    response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    answer(response, "error=" + e.toString().replace(' ', '\u00a0'));
  }

  private static void answer(HttpServletResponse response, String figures) throws IOException {
    response.setContentType("text/plain");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().print(figures.replace(' ', '\n'));
  }
}
