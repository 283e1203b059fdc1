// What a visitor has to download before the first page is readable, and alive.

import { both, expect, test } from '../support/test.ts';

const READABLE = 25_000;
const ALIVE = 195_000;

test.use({ instance: 'demo' });

test('the first page is light', both, async ({ person, page }) => {
  const weighed: Promise<[kind: string, bytes: number]>[] = [];
  page.on('requestfinished', (request) => {
    const bytes = request.sizes().then((sizes): [string, number] => [request.resourceType(), sizes.responseBodySize]);
    weighed.push(bytes);
  });
  await person.opens('/account/profile');
  const parts = await Promise.all(weighed);
  const sum = (...kinds: string[]) =>
    parts.filter(([kind]) => kinds.includes(kind)).reduce((all, [, bytes]) => all + bytes, 0);

  const document = sum('document');
  const style = sum('stylesheet');
  expect(document).toBeGreaterThan(1000);
  expect(style).toBeGreaterThan(1000);
  expect(document + style).toBeLessThan(READABLE);
  const alive = document + style + sum('script', 'fetch', 'other');
  if (person.scripted) expect(alive, 'the program was weighed').toBeGreaterThan(100_000);
  expect(alive).toBeLessThan(ALIVE);
});
