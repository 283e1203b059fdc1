// When the server cannot be reached, and when the session has ended meanwhile.

import type { Page } from '@playwright/test';

import { signIn } from '../support/account.ts';
import { isAccessible } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';
import type { Person } from '../support/person.ts';

const strip = (page: Page) => page.locator('.strip');

/** From now on nothing answers, until the network is back. */
async function goesOffline(person: Person): Promise<void> {
  person.noise.announce(/ERR_INTERNET_DISCONNECTED/);
  await person.context.setOffline(true);
}

async function comesBack(person: Person): Promise<void> {
  await person.context.setOffline(false);
  await expect(strip(person.page)).toHaveCount(0);
  await expect(person.page.getByText('You are back online')).toBeVisible();
}

test('what is true is said, saving says why not, and nothing is lost', async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.types('Display name', 'Typed offline');
  await goesOffline(person);
  await expect(strip(page)).toHaveText('You are offline. You can read, but changes cannot be saved.');
  await expect(person.button('Save name')).toHaveAttribute('aria-disabled', 'true');
  await person.button('Save name').click({ force: true });
  await expect(page.getByRole('alert')).toContainText('The server did not answer. Your text is still here.');
  await comesBack(person);
  await expect(person.field('Display name')).toHaveValue('Typed offline');
  await expect(person.button('Account menu, Ada Okafor')).toBeVisible();
  await person.presses('Save name');
  await person.sees('Saved.');
});

test('a page that is not here yet comes when the server is back', async ({ person, page }) => {
  await person.opens('/account/profile');
  await goesOffline(person);
  await person.follows('API tokens');
  await expect(strip(page)).toBeVisible();
  await expect(person.heading('Profile')).toBeVisible();
  await comesBack(person);
  await expect(person.heading('API tokens')).toBeVisible();
  await person.follows('Profile');
  await expect(person.heading('Profile')).toBeVisible();
});

test('data that could not be loaded can be asked for again', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
  await goesOffline(person);
  await person.follows('API tokens');
  await expect(page.getByRole('alert')).toContainText('This could not be loaded. The server did not answer.');
  await comesBack(person);
  await person.presses('Try again');
  await expect(person.heading('Your tokens')).toBeVisible();
});

test('signing out that did not work is told', async ({ person, page }) => {
  await person.opens('/account/profile');
  await goesOffline(person);
  await person.choosesInAccountMenu('Sign out');
  await expect(page.getByRole('alert')).toContainText('You are still signed in.');
  await comesBack(person);
});

test('when the session has ended the form stays, and signing in again brings it back', async ({ person, page, context }) => {
  person.noise.announce(/status of 401/);
  await person.opens('/account/profile');
  await person.types('Display name', 'Kept');
  await context.clearCookies();
  await person.presses('Save name');
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    dialog.getByRole('link', { name: 'Sign in again' }).click(),
  ]);
  await expect(tab).toHaveURL('/sign-in');
  await signIn(person.server, person.account, context.request);
  await tab.close();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(dialog).toHaveCount(0);
  await expect(person.field('Display name')).toHaveValue('Kept');
  await person.presses('Save name');
  await person.sees('Saved.');
});

test('a page that takes its time says so and shows its shape', async ({ person, page }) => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/_fn/preferences/load', async (route) => {
    await held;
    await route.continue();
  });
  await person.opens('/account/profile');
  await person.follows('Preferences');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Preferences');
  await expect(page.locator('#waiting')).toHaveText('Loading');
  await expect(page.locator('main')).toHaveAttribute('data-waits');
  await isAccessible(person, 'waiting');
  answer();
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toBeVisible();
  await expect(page.locator('#waiting')).toHaveText('');
  await expect(page.locator('main')).not.toHaveAttribute('data-waits');
});

test('a page whose part of the program takes its time says so at the upper edge', async ({ person, page }) => {
  let comes = () => {};
  const held = new Promise<void>((resolve) => (comes = resolve));
  await page.route('**/split___preferences_page*', async (route) => {
    await held;
    await route.continue();
  });
  await person.opens('/account/profile');
  await person.follows('Preferences');
  await expect(page.locator('html')).toHaveAttribute('data-loads');
  comes();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Preferences');
  await expect(page.locator('html')).not.toHaveAttribute('data-loads');
});
