// What axe finds wrong with a page: nothing.

import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

import type { Person } from './person.ts';

/** The whole page, best practices included. */
export async function isAccessible(person: Person, state: string): Promise<void> {
  const { page } = person;
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html}`));
  expect(found, state).toEqual([]);
}
