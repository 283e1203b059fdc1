// The security page: the password, sessions, the history, and proving who one is.

import { request } from '@playwright/test';

import { ADA, signIn } from '../support/account.ts';
import type { Person } from '../support/person.ts';
import type { Server } from '../support/server.ts';
import { isAccessible, LOOKS } from '../support/axe.ts';
import { both, expect, plain, test } from '../support/test.ts';

const NEW = 'nine green otters swim';
const FIREFOX = 'Mozilla/5.0 (X11; Fedora; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

/** Somebody with the same account in another browser. */
async function elsewhere(server: Server, userAgent: string) {
  const browser = await request.newContext({ userAgent });
  await signIn(server, ADA, browser);
  return {
    /** Still signed in? */
    async isIn(): Promise<boolean> {
      const answer = await browser.get(`${server.url}/account/profile`, { maxRedirects: 0 });
      return answer.status() === 200;
    },
  };
}

const row = (person: Person, name: string) =>
  person.page.locator('#sessions li').filter({ has: person.page.getByText(name, { exact: true }) });

test('the page leads from the navigation, and says where one is signed in', both, async ({ person, page, server }) => {
  await elsewhere(server, FIREFOX);
  await person.opens('/account/profile');
  if (!(await person.link('Security').isVisible())) await person.presses('Settings menu');
  await person.follows('Security');
  await person.arrivesAt('/account/security');
  await expect(page).toHaveTitle('Security · Latchkey');
  await expect(page.locator('#sessions li')).toHaveCount(2);
  await expect(row(person, 'This session')).toContainText('Active now');
  await expect(row(person, 'Firefox on Fedora')).toContainText('127.0.0.1');
  await expect(page.locator('#history li').first()).toContainText('Signed in');
});

test('the password is changed with the old one; others are signed out', both, async ({ person, page, server, noise }) => {
  noise.announce(/status of 422/, /^info: Clear-Site-Data header/);
  const phone = await elsewhere(server, IPHONE);
  await person.opens('/account/security');
  await person.types('Current password', 'not the password');
  await person.types('New password', 'short');
  await person.types('Repeat new password', 'short');
  await person.presses('Change password');
  await person.isToldAbout('New password', 'Use at least 15 characters.');

  await person.types('Current password', 'not the password');
  await person.types('New password', NEW);
  await person.types('Repeat new password', `${NEW}!`);
  await person.presses('Change password');
  await person.isToldAbout('Repeat new password', 'This is not the same as the new password.');

  await person.types('Current password', 'not the password');
  await person.types('New password', NEW);
  await person.types('Repeat new password', NEW);
  await person.presses('Change password');
  await person.isToldAbout('Current password', 'This is not your password.');
  expect(await phone.isIn()).toBe(true);

  await person.types('Current password', ADA.password);
  await person.types('New password', NEW);
  await person.types('Repeat new password', NEW);
  await person.presses('Change password');
  await person.sees('Password changed. Other sessions were signed out.');
  expect(await phone.isIn()).toBe(false);
  await expect(page.locator('#sessions li')).toHaveCount(1);
  await expect(person.field('New password')).toHaveValue('');
  // This browser stays.
  await person.opens('/account/security');
  await expect(page.locator('#history')).toContainText('Password changed');
  await person.choosesInAccountMenu('Sign out');
  await person.arrivesAt('/sign-in');
  await person.types('Email', ADA.email);
  await person.presses('Continue');
  await person.arrivesAt('/sign-in/password');
  await person.types('Password', NEW);
  await person.presses('Continue');
  await person.arrivesAt('/');
});

test('what is done on the page shows in the history at once', async ({ person, page }) => {
  await person.opens('/account/security');
  const first = page.locator('#history li').first();
  await expect(first).toBeVisible();
  await expect(first).not.toContainText('Password changed');
  await person.types('Current password', person.account.password);
  await person.types('New password', NEW);
  await person.types('Repeat new password', NEW);
  await person.presses('Change password');
  await expect(first).toContainText('Password changed');
});

test('how strong a new password is, is told while it is typed', async ({ person, page }) => {
  await person.opens('/account/security');
  const field = person.field('New password');
  const meter = page.getByRole('meter', { name: 'Strength' });
  await expect(meter).toHaveCount(0);
  await field.fill('password password 1');
  await person.sees('Passwords like this are tried first. Use a few words that have nothing to do with you.');
  await expect(meter).toHaveAttribute('value', '1');
  await field.fill('nine green otters swim');
  await person.sees('Strong.');
  await expect(meter).toHaveAttribute('value', '4');
  await field.fill('');
  await expect(meter).toHaveCount(0);
  // What is answered too late is of no use.
  const asks = page.waitForRequest(/security\/strength/);
  const answer = page.waitForResponse(/security\/strength/);
  await field.fill('nine green otters');
  await asks;
  await field.fill('');
  await answer;
  await expect(meter).toHaveCount(0);
});

test('one session is signed out', both, async ({ person, page, server }) => {
  const phone = await elsewhere(server, IPHONE);
  const fedora = await elsewhere(server, FIREFOX);
  await person.opens('/account/security');
  await row(person, 'Safari on iPhone').getByRole('button', { name: 'Sign out' }).click();
  await expect(row(person, 'Safari on iPhone')).toHaveCount(0);
  await expect(page.getByText('Signed out', { exact: true }).filter({ visible: true })).toBeVisible();
  expect(await phone.isIn()).toBe(false);
  expect(await fedora.isIn()).toBe(true);
  if (person.scripted) await expect(page.locator('#sessions-h')).toBeFocused();
});

test('all others are signed out, after a question', both, async ({ person, page, server }) => {
  const phone = await elsewhere(server, IPHONE);
  const fedora = await elsewhere(server, FIREFOX);
  await person.opens('/account/security');
  await person.follows('Sign out all others');
  await expect(person.heading('Sign out other sessions?')).toBeVisible();
  await person.follows('Keep them');
  await person.arrivesAt('/account/security');
  await expect(page.locator('#sessions li')).toHaveCount(3);
  await person.follows('Sign out all others');
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Sign out' });
  await confirm.click();
  await person.sees('Other sessions signed out');
  await expect(page.locator('#sessions li')).toHaveCount(1);
  expect([await phone.isIn(), await fedora.isIn()]).toEqual([false, false]);
  await expect(person.link('Sign out all others')).toHaveCount(0);
});

test('some are signed out, and the rest stays', both, async ({ person, page, server, noise }) => {
  noise.announce(/status of 422/);
  const phone = await elsewhere(server, IPHONE);
  const fedora = await elsewhere(server, FIREFOX);
  await person.opens('/account/security');
  await person.follows('Sign out all others');
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Sign out' });
  await expect(dialog.getByText(/127\.0\.0\.1 · Active /)).toHaveCount(2);
  await dialog.getByRole('checkbox', { name: 'Firefox on Fedora' }).uncheck();
  await dialog.getByRole('checkbox', { name: 'Safari on iPhone' }).uncheck();
  await confirm.click();
  await expect(dialog.getByText('Choose at least one.')).toBeVisible();
  expect([await phone.isIn(), await fedora.isIn()]).toEqual([true, true]);
  const firefox = dialog.getByRole('checkbox', { name: 'Firefox on Fedora' });
  await firefox.uncheck();
  await dialog.getByRole('checkbox', { name: 'Safari on iPhone' }).check();
  await confirm.click();
  await person.sees('Other sessions signed out');
  await expect(page.locator('#sessions li')).toHaveCount(2);
  expect([await phone.isIn(), await fedora.isIn()]).toEqual([false, true]);
});

test('a session gets a name', both, async ({ person, server, noise }) => {
  noise.announce(/status of 422/);
  await elsewhere(server, FIREFOX);
  await person.opens('/account/security');
  await person.choosesInRow('Firefox on Fedora', 'Rename');
  await expect(person.heading('Rename session')).toBeVisible();
  await person.types('Name', '');
  await person.presses('Save name');
  await person.isToldAbout('Name', 'Fill this in.');
  await person.types('Name', 'Desk at home');
  await person.presses('Save name');
  await person.sees('Session renamed');
  await expect(row(person, 'Desk at home')).toContainText('Firefox on Fedora');
  await person.opens('/account/security');
  await expect(row(person, 'Desk at home')).toBeVisible();
});

test.describe('what matters', () => {
  test.use({ settings: { LATCHKEY_SESSIONS_STEP_UP_SECONDS: '4' } });

  test('asks once more who one is, and then goes on', async ({ person, page, noise }) => {
    noise.announce(/status of 4(03|01|22)/);
    await person.opens('/account/tokens');
    await person.types('Name', 'from-yesterday');
    await page.waitForTimeout(4_500);
    await person.presses('Generate');
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
    // Whoever does not, has done nothing.
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await person.sees('Nothing was done.');
    await expect(person.field('Name')).toHaveValue('from-yesterday');

    await person.presses('Generate');
    await dialog.getByLabel('Password', { exact: true }).fill('not the password');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await expect(dialog.getByText('This is not your password.')).toBeVisible();
    await dialog.getByLabel('Password', { exact: true }).fill(ADA.password);
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(person.heading('from-yesterday is ready')).toBeVisible();
  });

  test('asks on a page without the script, and keeps what was typed', plain, async ({ person, page }) => {
    await person.opens('/account/tokens');
    await person.types('Name', 'from-yesterday');
    await page.waitForTimeout(4_500);
    await person.presses('Generate');
    await person.arrivesAt('/account/confirm?next=/account/tokens');
    await person.types('Password', 'not the password');
    await person.presses('Confirm');
    await person.isToldAbout('Password', 'This is not your password.');
    await person.types('Password', ADA.password);
    await person.presses('Confirm');
    await person.arrivesAt('/account/tokens');
    await person.sees('You have confirmed that it is you. Send this once more.');
    await expect(person.field('Name')).toHaveValue('from-yesterday');
    await person.presses('Generate');
    await expect(person.heading('from-yesterday is ready')).toBeVisible();
  });
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);
    test('axe finds nothing', async ({ person, page, server, noise }) => {
      noise.announce(/status of 422/);
      await elsewhere(server, FIREFOX);
      await person.opens('/account/security');
      await isAccessible(person, 'the page');
      if (person.scripted) {
        await person.field('New password').fill('password password 1');
        await expect(page.getByRole('meter')).toBeVisible();
        await isAccessible(person, 'a weak password');
        await person.field('New password').fill('');
      }
      await person.presses('Change password');
      await person.isToldAbout('New password', 'Fill this in.');
      await isAccessible(person, 'wrong');
      await person.follows('Sign out all others');
      await expect(page.getByRole('dialog')).toBeVisible();
      await isAccessible(person, 'the question');
      await page.keyboard.press('Escape');
      await person.choosesInRow('Firefox on Fedora', 'Rename');
      await expect(page.getByRole('dialog')).toBeVisible();
      await isAccessible(person, 'renaming');
      await person.opens('/account/confirm?next=/account/tokens');
      await isAccessible(person, 'confirming');
    });
  });
}
