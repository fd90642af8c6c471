package io.teleport.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a file of {@code --json}: one run, or several one after the other. */
final class ResultFile {

  private static final String WORKLOAD = "workload";
  private static final String MODE = "mode";
  private static final String PEER = "peer";
  private static final String ROUND = "round";
  private static final Set<String> ABOUT_THE_RUN = Set.of(WORKLOAD, MODE, PEER, ROUND);
  private static final Set<String> NUMBERS_OF_VARIANTS = Set.of(Variant.THREADS, Variant.BYTES);

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  /** What tells a round from all others of its run. */
  private record Key(Variant variant, String peer, int round) {}

  private final Path file;
  private final List<Run> runs = new ArrayList<>();
  private final List<Round> rounds = new ArrayList<>();
  private final Set<Key> seen = new HashSet<>();
  private String workload;
  private String mode;
  private int line;

  private ResultFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @return its runs, at least one
   * @throws BadInputException if it is not one that a workload wrote
   * @throws IOException if it cannot be read
   */
  static List<Run> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new BadInputException(file, "there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new BadInputException(file, "not a file but a directory");
    }
    if (!Files.isReadable(file)) {
      throw new BadInputException(file, "may not be read");
    }
    return new ResultFile(file).read();
  }

  private List<Run> read() throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        if (!text.isBlank()) {
          take(object(text));
        }
      }
    } catch (CharacterCodingException e) {
      // The reader decodes ahead of the line, so that which one it was is not known.
      throw new BadInputException(file, "not JSON: not text in UTF-8");
    }
    endRun(null);
    if (runs.isEmpty()) {
      throw new BadInputException(file, "no results");
    }
    return runs;
  }

  private JsonNode object(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw bad("not JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw bad("not a JSON object");
    }
    return node;
  }

  private void take(JsonNode object) {
    String its = text(object, WORKLOAD);
    String itsMode = object.has(MODE) ? text(object, MODE) : "";
    if (!its.equals(workload) || !itsMode.equals(mode)) {
      endRun(null);
      workload = its;
      mode = itsMode;
    }
    if (!object.path("summary").asBoolean(false)) {
      add(round(object));
    } else if (rounds.isEmpty()) {
      throw bad("a summary, but no results before it");
    } else {
      endRun(object);
    }
  }

  private void add(Round round) {
    if (!seen.add(new Key(round.variant(), round.peer(), round.number()))) {
      throw bad(
          "round %d of %s is here for the second time".formatted(round.number(), round.peer()));
    }
    rounds.add(round);
  }

  private Round round(JsonNode object) {
    String peer = text(object, PEER);
    JsonNode number = object.path(ROUND);
    if (!number.isInt() || number.intValue() < 1) {
      throw bad("\"round\" is missing, or not a number from 1");
    }
    Map<String, String> variant = new HashMap<>();
    Map<String, Double> figures = new HashMap<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      if (ABOUT_THE_RUN.contains(name)) {
        continue;
      }
      if (NUMBERS_OF_VARIANTS.contains(name)) {
        if (!value.isIntegralNumber()) {
          throw bad("\"%s\" is not a whole number".formatted(name));
        }
        variant.put(name, value.asText());
      } else if (value.isTextual()) {
        variant.put(name, value.textValue());
      } else if (value.isNumber() && Double.isFinite(value.doubleValue())) {
        figures.put(name, value.doubleValue());
      } else {
        throw bad("\"%s\" is neither a number nor a text".formatted(name));
      }
    }
    if (figures.isEmpty()) {
      throw bad("no figures");
    }
    return new Round(new Variant(variant), peer, number.intValue(), figures);
  }

  private void endRun(JsonNode summary) {
    if (!rounds.isEmpty()) {
      runs.add(
          summary == null
              ? new Run(file, workload, mode, rounds, false, "", Map.of(), Origin.UNKNOWN)
              : new Run(
                  file,
                  workload,
                  mode,
                  rounds,
                  true,
                  summary.path("time").asText(""),
                  texts(summary, "settings"),
                  new Origin(texts(summary, "machine"), texts(summary, "versions"))));
      rounds.clear();
      seen.clear();
    }
  }

  private Map<String, String> texts(JsonNode summary, String name) {
    JsonNode all = summary.path(name);
    if (!all.isMissingNode() && !all.isObject()) {
      throw bad("\"%s\" is not an object".formatted(name));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    all.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
    return texts;
  }

  private String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw bad("\"%s\" is missing, or not a text: not a result of bench.sh".formatted(name));
    }
    return value.textValue();
  }

  private BadInputException bad(String what) {
    return new BadInputException(file, line, what);
  }
}
