// Light, dark, or as the system says: at once, and from the first paint on.

import type { Page } from '@playwright/test';

import { both, expect, test } from '../support/test.ts';

const DARK = 'rgb(12, 17, 19)';
const LIGHT = 'rgb(244, 247, 248)';

const canvas = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('the theme follows the system until one is chosen', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  for (const [colorScheme, color] of [['light', LIGHT], ['dark', DARK]] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await canvas(page)).toBe(color);
  }
});

test('Appearance goes through system, light, dark and back, and stays after a reload', both, async ({ person, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await person.opens('/account/profile');
  for (const [before, after, color] of [
    ['system', 'light', LIGHT],
    ['light', 'dark', DARK],
    ['dark', 'system', DARK],
    ['system', 'light', LIGHT],
  ] as const) {
    const menu = page.locator('#me-menu');
    if (!(await menu.isVisible())) await page.getByRole('button', { name: /^Account menu/ }).click();
    // A reload would cut off what is on its way.
    const kept = page.waitForResponse('**/_fn/theme/set');
    await menu.getByRole('button', { name: `Appearance: ${before}` }).click();
    await kept;
    if (!person.scripted) await page.getByRole('button', { name: /^Account menu/ }).click();
    await expect(menu.getByRole('button', { name: `Appearance: ${after}` })).toBeVisible();
    await expect.poll(() => canvas(page)).toBe(color);
    await expect(page).toHaveURL('/account/profile');
    if (person.scripted) {
      await expect(menu.getByRole('button', { name: /^Appearance/ })).toBeFocused();
    }
    await person.reloads();
    await expect.poll(() => canvas(page)).toBe(color);
  }
});

test('the menu stays open while one looks for the right theme', async ({ person, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await person.opens('/account/tokens');
  await person.choosesInAccountMenu('Appearance: system');
  const item = page.locator('#me-menu').getByRole('button', { name: /^Appearance/ });
  await expect(item).toHaveText('Appearance: light');
  await page.keyboard.press('Enter');
  await expect(item).toHaveText('Appearance: dark');
  await expect.poll(() => canvas(page)).toBe(DARK);
});

test('the chosen theme shows on the pages before signing in, too', both, async ({ person, page, noise }) => {
  noise.announce(/^info: Clear-Site-Data header/);
  await page.emulateMedia({ colorScheme: 'light' });
  await person.context.addCookies([{ name: 'latchkey-theme', value: 'dark', url: person.server.url }]);
  await person.opens('/account/profile');
  expect(await canvas(page)).toBe(DARK);
  await person.choosesInAccountMenu('Sign out');
  await person.arrivesAt('/sign-in');
  expect(await canvas(page)).toBe(DARK);
});

test('the first paint has the right theme', both, async ({ context, server }) => {
  for (const [theme, attribute] of [['dark', ' data-theme="dark"'], ['light', ' data-theme="light"'], ['system', ''], ['"><b>', '']] as const) {
    const answer = await context.request.get(`${server.url}/sign-in`, {
      headers: { Cookie: `latchkey-theme=${theme}` },
    });
    expect(await answer.text()).toContain(`<html lang="en"${attribute}>`);
  }
});

test('script and page never disagree about the theme while the page comes to life', async ({ person, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await person.context.addCookies([{ name: 'latchkey-theme', value: 'dark', url: person.server.url }]);
  await page.addInitScript(() => {
    const seen: (string | null)[] = [];
    Object.assign(window, { seen });
    const note = () => seen.push(document.documentElement.getAttribute('data-theme'));
    new MutationObserver(note).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-theme'] });
    document.addEventListener('DOMContentLoaded', note);
  });
  await person.opens('/account/profile');
  await page.waitForTimeout(200);
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect(new Set(seen)).toEqual(new Set(['dark']));
});
