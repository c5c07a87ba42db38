/** The largest file that is taken: 1 GB, as 1024 x 1024 x 1024 bytes. */
export const largestFile = 1024 ** 3;

const partBytes = 16 * 1024 ** 2;

/** The sizes of the parts in which a file of a size is sent: all alike but the last. Numbers count from 1. */
export function uploadParts(size: number): readonly { readonly number: number; readonly size: number }[] {
  return Array.from({ length: Math.ceil(size / partBytes) }, (_, at) => ({
    number: at + 1,
    size: Math.min(partBytes, size - at * partBytes),
  }));
}
