package io.teleport.demo;

import io.teleport.AuthenticationException;
import io.teleport.BackpressureException;
import io.teleport.CallTimeoutException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeDownException;
import io.teleport.TeleportException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Makes the node send, for the demonstration. It reads files of the machine it runs on, so it
 * serves this machine only, and no web page.
 *
 * <pre>
 * GET  /node                                    node, nodes
 * GET  /ping?node=N                             up
 * GET  /progress?node=N&amp;name=F                  arrived
 * POST /send?node=N&amp;file=PATH&amp;name=F[&amp;seconds=S]  size, sha256, nanos
 * POST /delete?node=N&amp;name=F                    deleted
 * POST /calls?node=N[&amp;count=C][&amp;size=B]         nanos, p50Micros, p99Micros
 * </pre>
 *
 * <p>Answers are lines of {@code key=value}; an error is a status of 400 or more and a line {@code
 * error=…}.
 */
@WebServlet("/*")
public class DemoServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final int MAX_CALLS = 1_000_000;
  private static final int MAX_CALL_SIZE = 16 * 1024 * 1024;
  private static final int DEFAULT_SECONDS = 600;

  @Inject private transient Operations operations;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request, response, this::get);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request, response, this::post);
  }

  private Reply get(String path, Parameters parameters) {
    return switch (path) {
      case "/node" -> operations.node();
      case "/ping" -> operations.ping(parameters.node("node"));
      case "/progress" ->
          operations.progress(parameters.node("node"), new FileName(parameters.text("name")));
      default -> Reply.error(404, "nothing to GET at " + path + ": try /node, /ping, /progress");
    };
  }

  private Reply post(String path, Parameters parameters) throws IOException {
    return switch (path) {
      case "/send" ->
          operations.send(
              parameters.node("node"),
              Path.of(parameters.text("file")),
              new FileName(parameters.text("name")),
              Duration.ofSeconds(
                  parameters.number("seconds", DEFAULT_SECONDS, 1, Integer.MAX_VALUE)));
      case "/delete" ->
          operations.delete(parameters.node("node"), new FileName(parameters.text("name")));
      case "/calls" ->
          operations.calls(
              parameters.node("node"),
              parameters.number("count", 10_000, 1, MAX_CALLS),
              parameters.number("size", 64, 0, MAX_CALL_SIZE));
      default -> Reply.error(404, "nothing to POST to at " + path + ": try /send, /delete, /calls");
    };
  }

  private interface Operation {
    Reply run(String path, Parameters parameters) throws IOException;
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, Operation operation)
      throws IOException {
    request.setCharacterEncoding(StandardCharsets.UTF_8.name());
    Reply reply = isLocalTool(request) ? run(request, operation) : forbidden();
    response.setStatus(reply.status());
    response.setContentType("text/plain");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().print(reply);
  }

  private Reply run(HttpServletRequest request, Operation operation) {
    String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
    try {
      return operation.run(path, new Parameters(request));
    } catch (IllegalArgumentException e) {
      return Reply.error(400, e.getMessage());
    } catch (FileNotFoundException | NoSuchNameException e) {
      return Reply.error(404, e.getMessage());
    } catch (NodeDownException | AuthenticationException e) {
      return Reply.error(502, e.getMessage());
    } catch (BackpressureException e) {
      return Reply.error(503, e.getMessage());
    } catch (CallTimeoutException e) {
      return Reply.error(504, e.getMessage());
    } catch (IOException | TeleportException | IllegalStateException e) {
      getServletContext().log(path + " failed", e);
      return Reply.error(500, e.toString());
    }
  }

  /** Browsers tell of which page a request comes; tools do not. */
  private static boolean isLocalTool(HttpServletRequest request) throws IOException {
    return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
        && request.getHeader("Origin") == null
        && request.getHeader("Sec-Fetch-Site") == null;
  }

  private static Reply forbidden() {
    return Reply.error(403, "only for tools on the server's own machine");
  }
}
