/**
 * Packs files into an asar archive: a header of JSON in Chromium's pickle framing (four
 * little-endian 32-bit sizes, text padded to four bytes), then the files one after another.
 */
export function packAsar(files: ReadonlyMap<string, Buffer>): Buffer {
  const index: Record<string, { offset: string; size: number }> = {};
  let offset = 0;
  for (const [name, content] of files) {
    index[name] = { offset: String(offset), size: content.length };
    offset += content.length;
  }
  const json = Buffer.from(JSON.stringify({ files: index }));
  const padded = Math.ceil(json.length / 4) * 4;
  const head = Buffer.alloc(16 + padded);
  [4, padded + 8, padded + 4, json.length].forEach((size, at) => head.writeUInt32LE(size, at * 4));
  json.copy(head, 16);
  return Buffer.concat([head, ...files.values()]);
}
