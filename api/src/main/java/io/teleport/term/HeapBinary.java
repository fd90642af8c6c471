package io.teleport.term;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** A binary on the heap, which refers to its array without a {@link BinaryContent} between them. */
final class HeapBinary extends Binary {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final byte[] array;
  private final int offset;
  private final int length;

  HeapBinary(byte[] array, int offset, int length) {
    this.array = Objects.requireNonNull(array, "bytes");
    this.offset = offset;
    this.length = length;
  }

  @Override
  public BinaryContent content() {
    return new BinaryContent.Heap(array, offset, length);
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public void copyTo(byte[] target, int at) {
    // Short copies, which most are, cost less than calling the method for long ones.
    if (length > 2 * Long.BYTES) {
      System.arraycopy(array, offset, target, at, length);
    } else if (length >= Long.BYTES) {
      long end = (long) LONGS.get(array, offset + length - Long.BYTES);
      LONGS.set(target, at, (long) LONGS.get(array, offset));
      LONGS.set(target, at + length - Long.BYTES, end);
    } else if (length >= Integer.BYTES) {
      int end = (int) INTS.get(array, offset + length - Integer.BYTES);
      INTS.set(target, at, (int) INTS.get(array, offset));
      INTS.set(target, at + length - Integer.BYTES, end);
    } else {
      for (int i = 0; i < length; i++) {
        target[at + i] = array[offset + i];
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    if (other instanceof HeapBinary that) {
      return length == that.length
          && Arrays.equals(
              array, offset, offset + length, that.array, that.offset, that.offset + length);
    }
    return other instanceof ContentBinary that && ContentEquality.equal(content(), that.content());
  }

  @Override
  public int hashCode() {
    return TermHash.finish(TermHash.add(TermHash.start(length), array, offset, length));
  }
}
