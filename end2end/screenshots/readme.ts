// One picture per page and look, into docs/screenshots.

import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';

import { expect, test } from '../support/test.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

test.use({ instance: 'demo' });

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const { project } = test.info();
  await page.screenshot({
    path: `${FOLDER}${name}-${project.name}.png`,
    animations: 'disabled',
    caret: 'hide',
    fullPage: true,
  });
}

test('profile', async ({ person, page }) => {
  await person.opens('/account/profile');
  await picture(page, 'profile');
});

test('tokens', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.types('Name', 'release-notes');
  await person.presses('Generate');
  await expect(person.heading('release-notes is ready')).toBeVisible();
  await person.presses('Show');
  // Every picture shows the same tokens, and none that ever worked.
  await page.evaluate(() => {
    const ends = ['3kQ9', 'm4Zt', 'A5f7', 'w2Ji', '7nDN', '88sV'];
    const token = `lk_pat_7QxVt2mBz9RkW4cLs8NdYp1HgF6aJe${ends[0]}`;
    for (const shown of document.querySelectorAll('#new-token .plain')) shown.textContent = token;
    document.querySelectorAll('.cell__sub code').forEach((code, at) => (code.textContent = `lk_pat_…${ends[at]}`));
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    scrollTo(0, 0);
  });
  await picture(page, 'tokens');
});

test.describe('before signing in', () => {
  test.use({ signedIn: false });

  test('sign-in', async ({ person, page }) => {
    await person.opens('/sign-in');
    await person.types('Email', 'mara@fjordline.example');
    await picture(page, 'sign-in');
  });
});
