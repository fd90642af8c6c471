package io.teleport.engine.etf;

import io.teleport.term.BinaryContent;
import java.util.Objects;

/** Encoded bytes on the heap, which nobody changes any more. */
final class HeapSource extends TermSource {

  private final byte[] array;
  private final int offset;

  HeapSource(byte[] array, int offset, int length) {
    super(length);
    Objects.checkFromIndexSize(offset, length, array.length);
    this.array = array;
    this.offset = offset;
  }

  @Override
  byte byteAt(long index) {
    return array[offset + (int) index];
  }

  @Override
  void copy(long index, byte[] target) {
    System.arraycopy(array, offset + (int) index, target, 0, target.length);
  }

  @Override
  BinaryContent content(long index, long count) {
    return new BinaryContent.Heap(array, offset + (int) index, (int) count);
  }
}
