// What is pressed before the page is alive is not lost.

import type { Page } from '@playwright/test';

import { alive } from '../support/alive.ts';
import { expect, test } from '../support/test.ts';

/** Loads a page whose program comes when it is told to. */
async function opensHalf(page: Page, path: string): Promise<() => void> {
  let comes = () => {};
  const held = new Promise<void>((resolve) => (comes = resolve));
  await page.route('**/latchkey_bg*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(path, { waitUntil: 'commit' });
  return comes;
}

test('a button that needs the script works as soon as it can', async ({ person, page }) => {
  const comes = await opensHalf(page, '/account/profile');
  await person.presses('Edit avatar');
  await expect(page.locator('html'), 'it is coming').toHaveAttribute('data-loads');
  await expect(page.locator('#photo-file')).toHaveCount(0);
  comes();
  await expect(page.locator('#photo-file')).toBeFocused();
  await expect(page.locator('html')).not.toHaveAttribute('data-loads');
});

test('by keyboard, too', async ({ person, page }) => {
  const comes = await opensHalf(page, '/account/profile');
  await person.button('Edit avatar').press('Enter');
  comes();
  await expect(page.locator('#photo-file')).toBeFocused();
});

test('who went on with something else is not called back', async ({ person, page }) => {
  const comes = await opensHalf(page, '/account/profile');
  await person.presses('Edit avatar');
  await person.field('First name').click();
  await expect(page.locator('html')).not.toHaveAttribute('data-loads');
  comes();
  await alive(page);
  await page.waitForTimeout(300);
  await expect(person.button('Edit avatar')).toBeVisible();
  await expect(person.field('First name')).toBeFocused();
});

test('what is pressed later is pressed once', async ({ person, page }) => {
  const comes = await opensHalf(page, '/account/profile');
  comes();
  await alive(page);
  await person.presses('Edit avatar');
  await expect(page.locator('#photo-file')).toBeFocused();
  await person.presses('Cancel');
  await expect(person.button('Edit avatar')).toBeFocused();
  await expect(page.locator('html')).not.toHaveAttribute('data-loads');
});

test.describe('before signing in', () => {
  test.use({ signedIn: false });

  test('a password is shown as soon as it can be', async ({ person, page }) => {
    await person.opens('/sign-in');
    await person.types('Email', person.account.email);
    await person.presses('Continue');
    await person.arrivesAt('/sign-in/password');
    const comes = await opensHalf(page, '/sign-in/password');
    await person.types('Password', 'seven');
    await person.presses('Show password');
    comes();
    await expect(person.field('Password')).toHaveAttribute('type', 'text');
    await expect(person.field('Password')).toHaveValue('seven');
  });
});
