// What axe finds wrong with a page: nothing.

import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

import type { Person } from './person.ts';

/** The whole page, best practices included. */
export async function isAccessible(person: Person, state: string): Promise<void> {
  const { page } = person;
  // A page just come is looked at once it has been painted: before that, its colours may still be the other theme's.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html} ${node.failureSummary}`));
  expect(found, state).toEqual([]);
}

/** How every page is looked at: `test.use` of each. */
export const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  'a phone': { colorScheme: 'light', viewport: { width: 390, height: 844 } },
} as const;
