package io.teleport.engine.interleaving;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Loads the classes of one package anew, with a {@linkplain Interleaving#point point} before each
 * access to a field that changes and before each call of a collection or of what is in {@code
 * java.util.concurrent}, and with {@link Interleaving}'s locks in place of monitors.
 */
public final class InterleavingLoader extends ClassLoader {

  private static final int API = Opcodes.ASM9;
  private static final String TARGET = Type.getInternalName(Interleaving.class);
  private static final String CONCURRENT = "java/util/concurrent/";
  private static final Set<String> COLLECTIONS =
      Set.of(
          "java/util/Map",
          "java/util/Queue",
          "java/util/Deque",
          "java/util/List",
          "java/util/Set",
          "java/util/Collection");
  private static final String FUTURE = "java/util/concurrent/CompletableFuture";
  private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
  private static final String TIMED = "(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;";

  private final String prefix;
  private final Map<String, Set<String>> changing = new HashMap<>();

  /** Creates a loader for the classes of a package; all others are those of the caller. */
  public InterleavingLoader(String packageName, ClassLoader parent) {
    super(parent);
    this.prefix = packageName + ".";
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith(prefix)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    ClassReader reader = read(name.replace('.', '/'));
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    reader.accept(new Changes(writer), ClassReader.SKIP_FRAMES);
    byte[] bytes = writer.toByteArray();
    return defineClass(name, bytes, 0, bytes.length);
  }

  private ClassReader read(String internalName) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(internalName + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(internalName);
      }
      return new ClassReader(in);
    } catch (IOException e) {
      throw new ClassNotFoundException(internalName, e);
    }
  }

  private boolean changes(String owner, String field) {
    return owner.replace('/', '.').startsWith(prefix)
        && changing.computeIfAbsent(owner, this::changingFields).contains(field);
  }

  private Set<String> changingFields(String owner) {
    Set<String> names = new HashSet<>();
    ClassVisitor fields =
        new ClassVisitor(API) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            if ((access & Opcodes.ACC_FINAL) == 0) {
              names.add(name);
            }
            return null;
          }
        };
    try {
      read(owner).accept(fields, ClassReader.SKIP_CODE);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    return names;
  }

  private static void call(MethodVisitor out, String method, String descriptor) {
    out.visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, method, descriptor, false);
  }

  /** Changes a class. */
  private final class Changes extends ClassVisitor {
    private String self;

    Changes(ClassWriter writer) {
      super(API, writer);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      self = name;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if ((access & Opcodes.ACC_SYNCHRONIZED) == 0) {
        return new Points(super.visitMethod(access, name, descriptor, signature, exceptions));
      }
      if ((access & Opcodes.ACC_STATIC) != 0) {
        throw new IllegalStateException("a static synchronized method: " + self + "." + name);
      }
      String body = name + "$unlocked";
      MethodVisitor outer =
          super.visitMethod(
              access & ~Opcodes.ACC_SYNCHRONIZED, name, descriptor, signature, exceptions);
      lockAround(outer, body, descriptor);
      return new Points(
          super.visitMethod(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC, body, descriptor, null, exceptions));
    }

    private void lockAround(MethodVisitor out, String body, String descriptor) {
      Label begin = new Label();
      Label end = new Label();
      Label handler = new Label();
      out.visitCode();
      out.visitTryCatchBlock(begin, end, handler, null);
      out.visitVarInsn(Opcodes.ALOAD, 0);
      call(out, "enter", "(Ljava/lang/Object;)V");
      out.visitLabel(begin);
      out.visitVarInsn(Opcodes.ALOAD, 0);
      int slot = 1;
      for (Type type : Type.getArgumentTypes(descriptor)) {
        out.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
        slot += type.getSize();
      }
      out.visitMethodInsn(Opcodes.INVOKESPECIAL, self, body, descriptor, false);
      out.visitLabel(end);
      out.visitVarInsn(Opcodes.ALOAD, 0);
      call(out, "exit", "(Ljava/lang/Object;)V");
      out.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
      out.visitLabel(handler);
      out.visitVarInsn(Opcodes.ALOAD, 0);
      call(out, "exit", "(Ljava/lang/Object;)V");
      out.visitInsn(Opcodes.ATHROW);
      out.visitMaxs(0, 0);
      out.visitEnd();
    }
  }

  /** Puts points into a method. */
  private final class Points extends MethodVisitor {

    Points(MethodVisitor out) {
      super(API, out);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (changes(owner, name)) {
        call(mv, "point", "()V");
      }
      super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.MONITORENTER) {
        call(mv, "enter", "(Ljava/lang/Object;)V");
      } else if (opcode == Opcodes.MONITOREXIT) {
        call(mv, "exit", "(Ljava/lang/Object;)V");
      } else {
        super.visitInsn(opcode);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.equals(FUTURE) && name.equals("get") && descriptor.equals(TIMED)) {
        String target = TIMED.replace("(", "(L" + FUTURE + ";");
        call(mv, "get", target);
        return;
      }
      if (owner.equals("java/lang/Object") && name.equals("notifyAll")) {
        call(mv, "notifyAll", "(Ljava/lang/Object;)V");
        return;
      }
      if (owner.equals(LOCK) && name.equals("lock")) {
        // Taken here first, so that it is free when it is taken there.
        super.visitInsn(Opcodes.DUP);
        call(mv, "enter", "(Ljava/lang/Object;)V");
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        return;
      }
      if (owner.equals(LOCK) && name.equals("unlock")) {
        super.visitInsn(Opcodes.DUP);
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        call(mv, "exit", "(Ljava/lang/Object;)V");
        return;
      }
      boolean shared = owner.startsWith(CONCURRENT) || COLLECTIONS.contains(owner);
      if (shared) {
        call(mv, "point", "()V");
      }
      boolean locks = shared && name.startsWith("compute");
      if (locks) {
        call(mv, "hold", "()V");
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      if (locks) {
        call(mv, "release", "()V");
      }
    }
  }
}
