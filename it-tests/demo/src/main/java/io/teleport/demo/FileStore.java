package io.teleport.demo;

import io.teleport.ReplyTo;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The directory that {@code files} writes to: {@code demo.files.dir}, by default {@code received}
 * in the server's working directory. Safe for use by any number of threads.
 */
@ApplicationScoped
class FileStore {

  private static final int MAX_NAMES = 10_000;

  private final ConcurrentMap<FileName, StoredFile> files = new ConcurrentHashMap<>();

  @Inject
  @ConfigProperty(name = "demo.files.dir", defaultValue = "received")
  private String directory;

  /**
   * Writes a file, and replaces one of the same name when all of it is here.
   *
   * @throws IOException if the connection to the sender is lost, or the disk is full
   */
  void receive(FileName name, Binary content) throws IOException {
    Path target = path(name);
    Files.createDirectories(target.getParent());
    Path part = Files.createTempFile(target.getParent(), "incoming-", ".part");
    try (DigestingFile file = DigestingFile.create(part)) {
      StoredFile stored = arriving(name, file);
      try {
        content.writeTo(file);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException | RuntimeException e) {
        stored.fail(e.toString());
        throw e;
      }
      stored.complete(file.written(), file.sha256());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Answers with size and digest as soon as the file is complete. */
  void tellDigest(FileName name, ReplyTo caller) {
    long now = System.nanoTime();
    checkRoom();
    AtomicReference<Optional<Term>> answer = new AtomicReference<>(Optional.empty());
    files.compute(
        name,
        (key, known) -> {
          StoredFile stored = known == null ? new StoredFile() : known;
          answer.set(stored.digestOrWait(caller, now));
          return stored;
        });
    answer.get().ifPresent(caller::reply);
  }

  /** Returns how many bytes of a file are here. */
  long arrived(FileName name) {
    StoredFile stored = files.get(name);
    return stored == null ? 0 : stored.arrived();
  }

  /**
   * Deletes a complete file.
   *
   * @return whether there was one
   */
  boolean delete(FileName name) throws IOException {
    StoredFile stored = files.get(name);
    if (stored == null || !stored.forget()) {
      return false;
    }
    Files.deleteIfExists(path(name));
    dropIfIdle(name);
    return true;
  }

  /** Inside compute, so that no one can drop the entry between its creation and its use. */
  private StoredFile arriving(FileName name, DigestingFile file) {
    checkRoom();
    return files.compute(
        name,
        (key, known) -> {
          StoredFile stored = known == null ? new StoredFile() : known;
          stored.arrives(file);
          return stored;
        });
  }

  private void checkRoom() {
    if (files.size() < MAX_NAMES) {
      return;
    }
    files.keySet().forEach(this::dropIfIdle);
    if (files.size() >= MAX_NAMES) {
      throw new IllegalStateException(MAX_NAMES + " files are known; delete some");
    }
  }

  private void dropIfIdle(FileName name) {
    long now = System.nanoTime();
    files.computeIfPresent(name, (key, stored) -> stored.isIdle(now) ? null : stored);
  }

  private Path path(FileName name) {
    return Path.of(directory).toAbsolutePath().resolve(name.value());
  }
}
