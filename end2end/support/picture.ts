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
  const row = (left: Colour, right: Colour) => {
    const pixels = Array.from({ length: width }, (_, x) => RGB[x < width / 2 ? left : right]);
    return Buffer.from([0, ...pixels.flat()]);
  };
  const [upper, lower] = [row('red', 'green'), row('white', 'blue')];
  const rows = Array.from({ length: height }, (_, y) => (y < height / 2 ? upper : lower));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
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
