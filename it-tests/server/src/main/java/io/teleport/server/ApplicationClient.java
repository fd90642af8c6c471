package io.teleport.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;

/**
 * Talks to the servlet of an application on one server. Its answers are lines of {@code
 * name=value}; an error has the name {@code error}. Safe for use by any number of threads.
 */
public final class ApplicationClient {

  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final String name;

  /** Talks to an application, which is known by its context path without the slash. */
  ApplicationClient(LoopbackNode node, String application) {
    base = "http://" + LoopbackNode.HOST + ":" + node.httpPort() + "/" + application;
    name = node.name();
  }

  /**
   * Asks.
   *
   * @throws ServerFailure with the servlet's words if it answers with an error
   */
  public Map<String, String> get(String path, Map<String, String> parameters)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path + "?" + encode(parameters)))
            .timeout(TIMEOUT)
            .build();
    return read(path, http.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  /**
   * Makes the node do something.
   *
   * @throws ServerFailure with the servlet's words if it answers with an error
   */
  public Map<String, String> post(String path, Map<String, String> parameters)
      throws IOException, InterruptedException {
    return read(path, http.send(form(path, parameters), HttpResponse.BodyHandlers.ofString()));
  }

  /** Begins to post; {@link #read} takes the answer. */
  public CompletableFuture<HttpResponse<String>> beginPost(
      String path, Map<String, String> parameters) {
    return http.sendAsync(form(path, parameters), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Reads an answer of the servlet.
   *
   * @throws ServerFailure with the servlet's words if it is an error
   */
  public Map<String, String> read(String path, HttpResponse<String> response) throws ServerFailure {
    Map<String, String> lines = new LinkedHashMap<>();
    response
        .body()
        .lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals > 0) {
                lines.put(line.substring(0, equals), line.substring(equals + 1));
              }
            });
    if (response.statusCode() != 200) {
      throw new ServerFailure(
          "%s answers %s with %d: %s"
              .formatted(
                  name, path, response.statusCode(), lines.getOrDefault("error", "no reason")));
    }
    return lines;
  }

  private HttpRequest form(String path, Map<String, String> parameters) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(encode(parameters)))
        .build();
  }

  private static String encode(Map<String, String> parameters) {
    StringJoiner text = new StringJoiner("&");
    parameters.forEach(
        (key, value) -> text.add(key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }
}
