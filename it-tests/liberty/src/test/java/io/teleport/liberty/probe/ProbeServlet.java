package io.teleport.liberty.probe;

import io.teleport.NodeName;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/**
 * What a test tells the application, and asks it.
 *
 * <pre>
 * GET  /node                      node
 * GET  /diary                     0, 1, 2, …: the entries
 * POST /reach?node=N              up
 * POST /send?to=A&amp;count=C         sends that many texts
 * POST /begin-call?to=A           begins a call
 * POST /call?to=A                 answer or name of the exception, millis
 * POST /transaction?to=A,B&amp;when=before-commit|at-commit|in-bean
 *                                 sends in a transaction that waits there; outcome
 * POST /go-on?when=W              lets it go on
 * </pre>
 */
@WebServlet("/*")
public class ProbeServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject private transient TeleportConnectionFactory factory;

  @Inject private transient Sender sender;

  @Resource(lookup = "java:comp/UserTransaction")
  private transient UserTransaction transaction;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private transient TransactionSynchronizationRegistry registry;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PrintWriter out = response.getWriter();
    if (request.getPathInfo().equals("/node")) {
      try (TeleportConnection connection = factory.getConnection()) {
        out.println("node=" + connection.node());
      }
      return;
    }
    int line = 0;
    for (String entry : Diary.entries()) {
      out.println(line++ + "=" + entry);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String to = request.getParameter("to");
    PrintWriter out = response.getWriter();
    switch (request.getPathInfo()) {
      case "/reach" -> out.println("up=" + sender.reaches(node(request)));
      case "/send" -> {
        int count = Integer.parseInt(request.getParameter("count"));
        for (int i = 0; i < count; i++) {
          sender.sendAtOnce(to, "text " + i);
        }
      }
      case "/begin-call" -> sender.beginCall(to, "request");
      case "/call" -> {
        long begun = System.nanoTime();
        out.println("answer=" + sender.call(to, "another request"));
        out.println("millis=" + (System.nanoTime() - begun) / 1_000_000);
      }
      case "/go-on" -> Diary.note("go on " + request.getParameter("when"));
      case "/transaction" ->
          out.println(
              "outcome=" + transaction(List.of(to.split(",", -1)), request.getParameter("when")));
      default -> response.setStatus(404);
    }
  }

  private static NodeName node(HttpServletRequest request) {
    return NodeName.of(request.getParameter("node"));
  }

  /** Returns the name of the exception that the application sees, or "committed". */
  private String transaction(List<String> to, String when) {
    try {
      if (when.equals("in-bean")) {
        sender.sendAndAwaitLoss(to, when);
      } else {
        commit(to, when);
      }
      return "committed";
    } catch (Exception e) {
      getServletContext().log("the transaction failed", e);
      return e.getClass().getSimpleName();
    }
  }

  private void commit(List<String> to, String when) throws Exception {
    transaction.begin();
    try {
      sender.send(to, when);
      if (when.equals("at-commit")) {
        // Registered after that of the adapter, and so called after it has looked for the node.
        registry.registerInterposedSynchronization(new Loss(when));
      } else {
        Loss.await(when);
      }
      transaction.commit();
    } finally {
      if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
        transaction.rollback();
      }
    }
  }
}
