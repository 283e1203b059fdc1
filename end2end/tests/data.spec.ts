// What is kept of a person: taken away as a file, or left for good.

import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { ADA, BEA } from '../support/account.ts';
import { isAccessible, LOOKS } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { test } from '../support/post.ts';
import type { Server } from '../support/server.ts';
import { both, expect, plain } from '../support/test.ts';

test.beforeEach(({ noise }) => {
  noise.announce(/status of 4(22|03|29)/, /^info: Clear-Site-Data header/);
});

/** Somebody else runs the instance, too: so Ada may leave. */
function hasAnother(server: Server): void {
  const { email, firstName, password } = BEA;
  server.operator(['admin', 'user', 'create', email, '--first-name', firstName, '--staff', '--stdin'], password);
}

const archive = (page: Page) => page.getByRole('link', { name: 'Download archive' });

/** Waits until the archive is there: with the script nothing is to be done for it. */
async function waitsForArchive(person: Person): Promise<void> {
  await expect(async () => {
    if (!person.scripted && !(await archive(person.page).isVisible())) await person.follows('Look again');
    await expect(archive(person.page)).toBeVisible({ timeout: person.scripted ? 7_000 : 500 });
  }).toPass();
}

async function signsIn(person: Person): Promise<void> {
  await person.opens('/sign-in');
  await person.types('Email', ADA.email);
  await person.presses('Continue');
  await person.arrivesAt('/sign-in/password');
  await person.types('Password', ADA.password);
  await person.presses('Continue');
}

test('an archive is asked for, made, told by mail and downloaded once', both, async ({ person, page, post, noise }) => {
  noise.announce(/\/downloads\/\w+ net::ERR_ABORTED/); // a file comes in place of a page
  await person.opens('/account/profile');
  await person.follows('Your data');
  await person.arrivesAt('/account/data');
  await expect(page).toHaveTitle('Your data · Latchkey');
  await person.presses('Make an archive');
  if (person.scripted) await expect(page.locator('#export-h')).toBeFocused();
  await waitsForArchive(person);
  await person.sees(/The link works once, until \w+ \d+, \d\d:\d\d\./);
  const mail = await post.mail('Your data is ready');
  expect(mail.text).toContain('/account/data');

  const link = (await archive(page).getAttribute('href')) ?? '';
  const coming = page.waitForEvent('download');
  await archive(page).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('latchkey-data.zip');
  const file = await readFile(await download.path());
  expect(file.subarray(0, 2).toString()).toBe('PK');
  expect(file.includes('data.json')).toBe(true);
  if (person.scripted) {
    await person.sees('The download has started');
    await expect(page.locator('#export-h')).toBeFocused();
    await expect(archive(page)).toHaveCount(0);
  }
  await person.opens(link);
  await person.arrivesAt('/account/data');
  await expect(person.button('Make an archive')).toBeVisible();
  await person.presses('Make an archive');
  await person.sees(/^Too many tries\. Wait \d+ minutes, then try again\.$/);
});

test('whoever runs the instance alone is told why they cannot leave', both, async ({ person }) => {
  await person.opens('/account/data');
  await person.sees('You cannot delete your account now.');
  await person.sees(/Nobody else runs this instance\./);
  await expect(person.link('Delete account')).toHaveCount(0);
});

test('an account is left after its address was typed, and kept by signing in', both, async ({ person, page, server, post }) => {
  hasAnother(server);
  await person.opens('/account/data');
  await person.follows('Delete account');
  await person.arrivesAt('/account/data/delete');
  await expect(person.heading('Delete your account?')).toBeVisible();
  await person.follows('Keep account');
  await person.arrivesAt('/account/data');
  await person.follows('Delete account');
  await person.types('Your email', BEA.email);
  await person.presses('Delete account');
  await person.isToldAbout('Your email', 'This is not your address.');
  await person.types('Your email', ADA.email.toUpperCase());
  await person.presses('Delete account');
  await person.arrivesAt('/sign-in/done-leaving');
  await expect(person.heading('Your account will be deleted')).toBeVisible();
  const mail = await post.mail('Your account will be deleted');
  expect(mail.text).toMatch(/On \w+ \d+, \d{4}, \d\d:\d\d UTC everything is deleted\./);
  await person.opens('/account/profile');
  await expect(page).toHaveURL(/\/sign-in/);

  await signsIn(person);
  await person.arrivesAt('/account/data');
  await person.sees(/You keep your account\. Because you signed in, nothing is deleted\./);
  await post.mail('You keep your account');
  await person.opens('/account/profile');
  await person.opens('/account/data');
  await expect(page.getByText('You keep your account.')).toHaveCount(0);
});

test('by keyboard alone', async ({ person, page, server }) => {
  hasAnother(server);
  await person.opens('/account/data');
  await person.link('Delete account').focus();
  await page.keyboard.press('Enter');
  await expect(person.field('Your email')).toBeFocused();
  await page.keyboard.press('Escape');
  await person.arrivesAt('/account/data');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(person.link('Delete account')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(person.field('Your email')).toBeFocused();
  await page.keyboard.type(ADA.email);
  await page.keyboard.press('Enter');
  await person.arrivesAt('/sign-in/done-leaving');
});

test.describe('what matters asks once more who one is', () => {
  test.use({ signedIn: false });
  test.use({ settings: async ({ post }, use) => use({ ...post.settings, LATCHKEY_SESSIONS_STEP_UP_SECONDS: '6' }) });

  test('before an archive, and before leaving', both, async ({ person, page, server }) => {
    hasAnother(server);
    await signsIn(person);
    await person.arrivesAt('/');
    await page.waitForTimeout(6_100);
    await person.opens('/account/data');
    await person.presses('Make an archive');
    await person.types('Password', ADA.password);
    await person.presses('Confirm');
    if (!person.scripted) await person.presses('Make an archive');
    await waitsForArchive(person);
    await page.waitForTimeout(6_100);
    await person.opens('/account/data/delete');
    await person.types('Your email', ADA.email);
    await person.presses('Delete account');
    await person.types('Password', ADA.password);
    await person.presses('Confirm');
    if (!person.scripted) {
      await expect(person.field('Your email')).toHaveValue(ADA.email);
      await person.presses('Delete account');
    }
    await person.arrivesAt('/sign-in/done-leaving');
  });
});

test('the question stands at its address without the script', plain, async ({ person, server }) => {
  hasAnother(server);
  await person.opens('/account/data/delete');
  await person.sees(/In 7 days everything of yours is deleted\./);
  await person.follows('Keep account');
  await person.arrivesAt('/account/data');
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);
    test('axe finds nothing', async ({ person, page, server }) => {
      await person.opens('/account/data');
      await isAccessible(person, 'alone');
      hasAnother(server);
      await person.opens('/account/data');
      await person.presses('Make an archive');
      await person.sees('Your archive is being made.');
      await isAccessible(person, 'being made');
      await waitsForArchive(person);
      await isAccessible(person, 'ready');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(wide, 'nothing to scroll to the side').toBe(false);
      await person.follows('Delete account');
      await person.presses('Delete account');
      await person.isToldAbout('Your email', 'Fill this in.');
      await isAccessible(person, 'asking');
    });
  });
}
