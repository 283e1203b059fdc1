// Pictures for tests, made here: each quarter has a colour of its own.

import { crc32, deflateSync } from 'node:zlib';

export type Colour = 'red' | 'green' | 'blue' | 'white';

const RGB: Record<Colour, [number, number, number]> = {
  red: [220, 30, 30],
  green: [30, 180, 30],
  blue: [30, 30, 220],
  white: [250, 250, 250],
};

/** A PNG: red, green, blue and white from the upper left, clockwise. */
export function quarters(width: number, height: number): Buffer {
  return png(width, height, (x, y) => {
    const [left, right]: Colour[] = 2 * y < height ? ['red', 'green'] : ['white', 'blue'];
    return RGB[2 * x < width ? left! : right!];
  });
}

/** A PNG that cannot be made small. */
export function noisy(width: number, height: number): Buffer {
  let random = 1;
  const next = () => (random = (random * 48_271) % 2_147_483_647) & 255;
  return png(width, height, () => [next(), next(), next()]);
}

/** A PNG that can be seen through, but for its first column. */
export function glass(width: number, height: number): Buffer {
  return png(width, height, (x) => [...RGB.red, x === 0 ? 255 : 0]);
}

/** A PNG of these pixels, of three bytes or of four. */
function png(width: number, height: number, pixel: (x: number, y: number) => number[]): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const pixels = Array.from({ length: width }, (_, x) => pixel(x, y));
    return Buffer.from([0, ...pixels.flat()]);
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, pixel(0, 0).length === 4 ? 6 : 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A file for a file chooser. */
export function file(name: string, mimeType: string, buffer: Buffer) {
  return { name, mimeType, buffer };
}

/** The colour that is nearest to what the eye sees there. */
export function nearest([r, g, b]: number[]): Colour {
  const apart = ([x, y, z]: [number, number, number]) =>
    Math.hypot(x - (r ?? 0), y - (g ?? 0), z - (b ?? 0));
  const all = Object.entries(RGB) as [Colour, [number, number, number]][];
  return all.sort(([, one], [, other]) => apart(one) - apart(other))[0]![0];
}
