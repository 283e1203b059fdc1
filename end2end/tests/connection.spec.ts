// When the server cannot be reached, and when it takes its time.

import type { Page } from '@playwright/test';

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
  await expect(page.getByRole('alert')).toContainText('Your changes were not saved. You are offline. Your text is still here.');
  await comesBack(person);
  // What it said is not true any more; that nothing was saved is.
  await expect(page.getByRole('alert')).toHaveCount(0);
  await person.sees('You have unsaved changes.');
  await expect(person.field('Display name')).toHaveValue('Typed offline');
  await expect(person.button('Account menu, Ada Okafor')).toBeVisible();
  await person.presses('Save name');
  await person.sees('Saved.');
});

test('a page that is not here yet comes when the server is back', async ({ person, page }) => {
  await person.opens('/account/profile');
  // The browser has a network; it is the server that is away.
  person.noise.announce(/ERR_FAILED/, /failed: /);
  await page.route(/\/pkg\/.*(tokens|chunk)|\/livez/, (route) => route.abort());
  await person.follows('API tokens');
  await expect(strip(page)).toBeVisible();
  await expect(person.heading('Profile')).toBeVisible();
  await page.unroute(/\/pkg\/.*(tokens|chunk)|\/livez/);
  await expect(person.heading('API tokens')).toBeVisible();
  await person.follows('Profile');
  await expect(person.heading('Profile')).toBeVisible();
});

test('who is offline stays, and nothing happens by itself later', async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.types('Display name', 'Typed before');
  await goesOffline(person);
  await person.follows('API tokens');
  await expect(page.getByText('This page cannot be opened while you are offline.')).toBeVisible();
  await person.arrivesAt('/account/profile');
  await comesBack(person);
  await page.waitForTimeout(500);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(person.field('Display name')).toHaveValue('Typed before');
  await person.follows('API tokens');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('it stays in sight, and covers nothing that has the focus', async ({ person, page }) => {
  await person.opens('/account/tokens');
  for (const size of [{ width: 1280, height: 600 }, { width: 390, height: 600 }, { width: 320, height: 256 }]) {
    await page.setViewportSize(size);
    if (size.width === 1280) await goesOffline(person);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await expect(strip(page)).toBeInViewport({ ratio: 1 });
    await page.getByRole('button', { name: 'Generate' }).focus();
    // Upwards through the page, each is scrolled to below the strip.
    for (let press = 0; press < 9; press += 1) {
      await page.keyboard.press('Shift+Tab');
      const focused = await page.evaluate(() => {
        const one = document.activeElement?.closest('label') ?? document.activeElement;
        return one?.closest('main') ? one.getBoundingClientRect().top : Infinity;
      });
      const edge = await strip(page).evaluate((one) => one.getBoundingClientRect().bottom);
      expect(focused, `${size.width}, ${press}`).toBeGreaterThanOrEqual(edge);
    }
  }
  await comesBack(person);
});

test('data that could not be loaded comes by itself, and it is told once', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const toasts = document.querySelector('.toasts')!;
    new MutationObserver(() => toasts.textContent && told.push(toasts.textContent)).observe(toasts, { childList: true, subtree: true });
  });
  person.noise.announce(/ERR_FAILED/, /failed: /);
  await page.route(/\/(_fn|livez)/, (route) => route.abort());
  await person.follows('API tokens');
  await expect(page.getByRole('alert')).toContainText(
    'This could not be loaded. You are offline. It comes when you are back.',
  );
  await page.unroute(/\/(_fn|livez)/);
  await expect(person.heading('Your tokens')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(strip(page)).toHaveCount(0);
  // As long as the next try to reach the server would take.
  await page.waitForTimeout(2_500);
  expect(await page.evaluate(() => (window as unknown as { told: string[] }).told)).toEqual(['You are back online']);
});

test('who comes back to a tab without a network keeps what is there', async ({ person, page }) => {
  await person.opens('/account/profile');
  await goesOffline(person);
  const tried = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/_fn/shell/load'));
  person.noise.announce(/failed: POST .*shell\/load/);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await tried;
  await expect(strip(page)).toBeVisible();
  await expect(person.button('Account menu, Ada Okafor')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await comesBack(person);
});

test('signing out that did not work is told', async ({ person, page }) => {
  await person.opens('/account/profile');
  await goesOffline(person);
  await person.choosesInAccountMenu('Sign out');
  await expect(page.getByRole('alert')).toContainText('You are still signed in.');
  await comesBack(person);
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
  const shape = await page.locator('main').evaluate((main) => {
    const { height, backgroundImage, animationName } = getComputedStyle(main, '::after');
    return { height: Number.parseFloat(height), bars: backgroundImage.split('linear-gradient').length - 1, animationName };
  });
  expect(shape.height, 'as high as a section').toBeGreaterThan(200);
  expect(shape.bars, 'a title, fields and a foot').toBeGreaterThan(6);
  expect(shape.animationName, 'nothing moves for whom that is too much').toBe('none');
  await isAccessible(person, 'waiting');
  answer();
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toBeVisible();
  await expect(page.locator('#waiting')).toHaveText('');
  await expect(page.locator('main')).not.toHaveAttribute('data-waits');
});

test('a page whose part of the program takes its time says so at the upper edge', async ({ person, page }) => {
  let comes = () => {};
  const held = new Promise<void>((resolve) => (comes = resolve));
  await page.route('**/split_preferences_page*', async (route) => {
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
