// The session of an open page: it ends, goes on in another tab, or is somebody else's.

import type { BrowserContext, Locator, Page } from '@playwright/test';

import { BEA, setUp, signIn } from '../support/account.ts';
import type { Person } from '../support/person.ts';
import { Server, withFolder } from '../support/server.ts';
import { both, expect, test } from '../support/test.ts';

const lost = (page: Page): Locator => page.getByRole('dialog', { name: 'Your session has ended' });

test.beforeEach(({ noise }) => {
  noise.announce(/status of 401/, /^info: Clear-Site-Data header/);
});

/** What the browser tells a page that somebody comes back to. */
const comesBackTo = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));

/** Signs in through the screens. */
async function signsIn(person: Person): Promise<void> {
  await expect(person.page).toHaveURL(/\/sign-in/);
  await person.ready();
  await person.types('Email', person.account.email);
  await person.presses('Continue');
  await person.arrivesAt('/sign-in/password');
  await person.types('Password', person.account.password);
  await person.presses('Continue');
  await person.arrivesAt('/');
}

/** Types a name, and hears that the session has ended when it is saved. */
async function losesTheSession(person: Person): Promise<void> {
  await person.opens('/account/profile');
  await person.types('Display name', 'Kept');
  await person.context.clearCookies();
  await person.presses('Save name');
  await expect(lost(person.page)).toBeVisible();
  await expect(lost(person.page).getByRole('link', { name: 'Sign in again' })).toBeFocused();
}

/** The dialog is gone, what was typed is there, and can be saved. */
async function goesOn(person: Person): Promise<void> {
  await expect(lost(person.page)).toBeHidden();
  await expect(person.page.getByRole('alert')).toHaveCount(0);
  await expect(person.field('Display name')).toHaveValue('Kept');
  await expect(person.button('Save name')).toBeFocused();
  await person.presses('Save name');
  await person.sees('Saved.');
}

test('the dialog goes by itself when one has signed in in the tab that it opens', async ({ person, page, context }) => {
  await losesTheSession(person);
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    lost(page).getByRole('link', { name: 'Sign in again' }).click(),
  ]);
  await signsIn(person.in(tab));
  await goesOn(person);
});

for (const [how, look] of [
  ['comes back to the tab', comesBackTo],
  ['comes back to the window', (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('focus')))],
] as const) {
  test(`the dialog goes when one has signed in elsewhere and ${how}`, async ({ person, page, context }) => {
    await losesTheSession(person);
    await signIn(person.server, person.account, context.request);
    await look(page);
    await goesOn(person);
  });
}

test('it can be closed to copy what was typed, and comes with the next try', async ({ person, page }) => {
  await losesTheSession(person);
  await page.keyboard.press('Escape');
  await expect(lost(page)).toBeHidden();
  await expect(page.getByRole('alert')).toContainText('Your session has ended.');
  await person.presses('Save name');
  await expect(lost(page)).toBeVisible();
  await person.presses('Close');
  await expect(lost(page)).toBeHidden();
  await expect(person.field('Display name')).toHaveValue('Kept');
});

test.describe('signing out in another tab', () => {
  test('leaves nothing of the account in the first', async ({ person, page }) => {
    await person.opens('/account/tokens');
    const other = await person.inAnotherTab();
    await other.opens('/account/profile');
    await other.choosesInAccountMenu('Sign out');
    await other.arrivesAt('/sign-in');
    await person.arrivesAt('/sign-in?next=%2Faccount%2Ftokens');
    await expect(page.getByText(person.account.email)).toHaveCount(0);
  });

  test('is seen by whoever comes back to the first, when it did not hear of it', async ({ person, page, context }) => {
    await person.opens('/account/tokens');
    await context.clearCookies();
    await comesBackTo(page);
    await person.arrivesAt('/sign-in?next=%2Faccount%2Ftokens');
  });

  test('keeps what was typed in the first, under a dialog', async ({ person, page }) => {
    await person.opens('/account/profile');
    await person.types('Display name', 'Kept');
    const other = await person.inAnotherTab();
    await other.opens('/account/tokens');
    await other.choosesInAccountMenu('Sign out');
    await other.arrivesAt('/sign-in');
    await expect(lost(page)).toBeVisible();
    await signsIn(other);
    await expect(lost(page)).toBeHidden();
    await expect(person.field('Display name')).toHaveValue('Kept');
    await person.presses('Save name');
    await person.sees('Saved.');
  });
});

test('a page whose session has ended leads to signing in and back', async ({ person, page, context }) => {
  await person.opens('/account/profile');
  await context.clearCookies();
  await person.follows('API tokens');
  await person.arrivesAt(/\/sign-in\?next=/);
  await expect(lost(page)).toHaveCount(0);
});

test('coming back to a tab leaves the focus and an open menu as they are', async ({ person, page }) => {
  await person.opens('/account/profile');
  const opener = page.getByRole('button', { name: /^Account menu/ });
  await opener.click();
  const item = page.locator('#me-menu').getByRole('button', { name: 'Sign out' });
  await item.focus();
  const answered = page.waitForResponse('**/_fn/shell/load');
  await comesBackTo(page);
  await answered;
  await page.waitForTimeout(200);
  await expect(item).toBeFocused();
});

test.describe('somebody else has signed in meanwhile', () => {
  const TOLD = 'Somebody else is signed in now. Nothing was saved.';

  /** What the pages load must have come before a server is stopped, also what is loaded ahead. */
  async function loaded(context: BrowserContext): Promise<void> {
    for (const page of context.pages()) {
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(500);
    }
  }

  /** From now on the browser has Bea's session. */
  async function beaSignsIn(server: Server, context: BrowserContext, use: () => Promise<void>): Promise<void> {
    await loaded(context);
    await server.stop();
    await withFolder(async (folder) => {
      const hers = await Server.start(folder, { port: Number(new URL(server.url).port) });
      await setUp(hers, BEA, context.request);
      await use();
      await loaded(context);
      await hers.stop();
      expect(hers.complaints).toBe('');
    });
  }

  async function isBeas({ page }: Person): Promise<void> {
    await expect(page.getByRole('button', { name: 'Account menu, Bea Lund' })).toBeVisible();
    await expect(page.getByText('ada@fjordline.example')).toHaveCount(0);
  }

  test('what one typed is not saved for the other', both, async ({ person, page, context, server, noise }) => {
    noise.announce(/status of 409/);
    await person.opens('/account/profile');
    await person.types('Display name', 'Typed by Ada');
    await beaSignsIn(server, context, async () => {
      await person.presses('Save name');
      // Told before the page is loaded anew, and after: that one is hers.
      await isBeas(person);
      await person.ready();
      await person.sees(TOLD);
      await expect(person.field('Display name')).toHaveValue('Bea Lund');
      // From here on it is her page.
      await person.types('Display name', 'Bea L.');
      await person.presses('Save name');
      await person.sees('Saved.');
      await expect(page.getByRole('button', { name: 'Account menu, Bea L.' })).toBeVisible();
    });
  });

  test('nor is a token made', both, async ({ person, page, context, server, noise }) => {
    noise.announce(/status of 409/);
    await person.opens('/account/tokens');
    await person.types('Name', 'of-ada');
    await beaSignsIn(server, context, async () => {
      await person.presses('Generate');
      // Told before the page is loaded anew, and after: that one is hers.
      await isBeas(person);
      await person.ready();
      await person.sees(TOLD);
      await expect(person.field('Name')).toHaveValue('');
      await expect(page.getByText('No tokens yet')).toBeVisible();
    });
  });

  test('whoever comes back to the tab sees what is theirs', async ({ person, page, context, server, noise }) => {
    noise.announce(/status of 409/);
    await person.opens('/account/profile');
    await person.types('Display name', 'Typed by Ada');
    await beaSignsIn(server, context, async () => {
      await comesBackTo(page);
      await isBeas(person);
      await expect(person.field('Display name')).toHaveValue('Bea Lund');
    });
  });

  test('the dialog over the page does not hand it on', async ({ person, page, context, server, noise }) => {
    noise.announce(/status of 409/);
    await losesTheSession(person);
    await beaSignsIn(server, context, async () => {
      await comesBackTo(page);
      await isBeas(person);
      await expect(lost(page)).toHaveCount(0);
      await expect(person.field('Display name')).toHaveValue('Bea Lund');
    });
  });
});
