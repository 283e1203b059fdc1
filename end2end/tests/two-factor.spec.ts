// The second factor: setting it up, signing in with it, recovery codes, turning it off.

import { readFile } from 'node:fs/promises';

import { ADA } from '../support/account.ts';
import { isAccessible, LOOKS } from '../support/axe.ts';
import { otp } from '../support/otp.ts';
import type { Person } from '../support/person.ts';
import { both, expect, test } from '../support/test.ts';
import { begins, gives, section, turnsOn, turnsOnAndKeeps } from '../support/two-factor.ts';

/** Signs out, and in again with the password. */
async function comesBack(person: Person): Promise<void> {
  await person.choosesInAccountMenu('Sign out');
  await person.arrivesAt('/sign-in');
  await signsIn(person);
}

/** As far as the password brings one. */
async function signsIn(person: Person): Promise<void> {
  await person.types('Email', ADA.email);
  await person.presses('Continue');
  await person.arrivesAt('/sign-in/password');
  await person.types('Password', ADA.password);
  await person.presses('Continue');
}

test.beforeEach(({ noise }) => {
  noise.announce(/status of 4(22|03)/, /^info: Clear-Site-Data header/);
});

test('it is set up with a code, and asked for when signing in', both, async ({ person, page }) => {
  const key = await begins(person);
  await expect(section(person).getByRole('img', { name: 'QR code' })).toBeVisible();
  await expect(section(person).getByText('Off', { exact: true })).toBeVisible();
  const link = section(person).getByRole('link', { name: 'Open it on this device' });
  await expect(link).toHaveAttribute('href', new RegExp(`^otpauth://totp/.*secret=${key.replaceAll(' ', '')}&`));
  await person.types('Enter the six digits it shows', '12345');
  await person.presses('Turn on');
  await person.isToldAbout('Enter the six digits it shows', 'Write all six digits.');
  await gives(person, 'Enter the six digits it shows', '000000', 'Turn on');
  await person.isToldAbout('Enter the six digits it shows', 'That code did not work. Try the newest one, and see that the time on your phone is right.');
  await gives(person, 'Enter the six digits it shows', otp(key), 'Turn on');
  await expect(section(person).getByText('On', { exact: true })).toBeVisible();
  await expect(page.locator('#codes-list li')).toHaveCount(10);
  await expect(page.locator('#codes')).toContainText('10 of 10 left.');
  if (person.scripted) await expect(page.locator('#codes-h')).toBeFocused();
  // They are not shown again.
  await person.opens('/account/security');
  await expect(page.locator('#codes-list')).toHaveCount(0);

  await comesBack(person);
  await person.arrivesAt('/sign-in/code');
  await gives(person, 'Code', '000000', 'Sign in');
  await person.isToldAbout('Code', 'That code did not work. Try the newest one in your app, or an unused recovery code.');
  await gives(person, 'Code', otp(key, 1), 'Sign in');
  await person.arrivesAt('/');
});

test('what was begun can be given up', both, async ({ person }) => {
  await begins(person);
  await section(person).getByRole('button', { name: 'Cancel' }).click();
  await expect(person.button('Set up two-factor')).toBeVisible();
  await person.opens('/account/security');
  await expect(person.button('Set up two-factor')).toBeVisible();
});

test('a recovery code signs in once, and new ones replace all', both, async ({ person, page }) => {
  const { codes } = await turnsOnAndKeeps(person);
  await comesBack(person);
  await person.follows('Use a recovery code');
  await person.arrivesAt('/sign-in/recovery');
  await person.types('Recovery code', 'AAAA-BBBB');
  await person.presses('Sign in');
  await person.isToldAbout('Recovery code', 'That code did not work. Try the newest one in your app, or an unused recovery code.');
  await person.types('Recovery code', (codes[0] ?? '').toLowerCase());
  await person.presses('Sign in');
  await person.arrivesAt('/');
  await person.opens('/account/security');
  await expect(page.locator('#codes')).toContainText('9 of 10 left.');
  await person.presses('Make new codes');
  await expect(page.locator('#codes-list li')).toHaveCount(10);
  await expect(page.locator('#codes')).toContainText('10 of 10 left.');
  const fresh = await page.locator('#codes-list li').allInnerTexts();
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
});

test('leaving codes that nobody kept is asked about', async ({ person, page, context, server }) => {
  await context.grantPermissions(['clipboard-write'], { origin: server.url });
  await turnsOn(person);
  const question = page.getByRole('dialog', { name: 'Leave without your recovery codes?' });
  await person.choosesInAccountMenu('Sign out');
  await expect(question).toContainText('You have not copied, downloaded or printed them');
  await person.presses('Stay');
  await person.follows('Profile');
  await expect(question).toBeVisible();
  await person.presses('Stay');
  await expect(page.locator('#codes-list li')).toHaveCount(10);
  await page.locator('#codes').getByRole('button', { name: 'Copy' }).click();
  await expect(person.button('Copied')).toBeVisible();
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
});

test('recovery codes go into a file, to the clipboard and onto paper', async ({ person, page, context, server }) => {
  await context.grantPermissions(['clipboard-write', 'clipboard-read'], { origin: server.url });
  const { codes } = await turnsOn(person);
  const [file] = await Promise.all([page.waitForEvent('download'), person.follows('Download')]);
  expect(file.suggestedFilename()).toBe('latchkey-recovery-codes.txt');
  expect(await readFile(await file.path(), 'utf8')).toBe(`${codes.join('\n')}\n`);
  await page.locator('#codes').getByRole('button', { name: 'Copy' }).click();
  await expect(person.button('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'));
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await person.presses('Print');
  await expect(page.locator('body[data-printed]')).toHaveCount(1);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#codes-list')).toBeVisible();
  await expect(page.locator('#sessions')).toBeHidden();
  await expect(person.button('Print')).toBeHidden();
});

test('it is moved to another device', both, async ({ person }) => {
  const { key } = await turnsOnAndKeeps(person);
  await person.presses('Move to another device');
  await section(person).getByText('Enter a key instead').click();
  const next = await person.page.locator('#two-factor-key').innerText();
  expect(next).not.toBe(key);
  await person.sees('Your app from before works until you have entered a code of the new one.');
  await gives(person, 'Enter the six digits it shows', otp(next), 'Use this app');
  await expect(person.button('Move to another device')).toBeVisible();
  await comesBack(person);
  await person.arrivesAt('/sign-in/code');
  await gives(person, 'Code', otp(key, 1), 'Sign in');
  await person.isToldAbout('Code', 'That code did not work. Try the newest one in your app, or an unused recovery code.');
  await gives(person, 'Code', otp(next, 1), 'Sign in');
  await person.arrivesAt('/');
});

test('it is turned off with the password', both, async ({ person }) => {
  await turnsOnAndKeeps(person);
  await section(person).getByText('Turn off two-factor', { exact: true }).first().click();
  await section(person).getByLabel('Password', { exact: true }).fill('not the password');
  await person.presses('Turn off two-factor');
  await person.isToldAbout('Password', 'This is not your password.');
  await section(person).getByLabel('Password', { exact: true }).fill(ADA.password);
  await person.presses('Turn off two-factor');
  await expect(person.button('Set up two-factor')).toBeVisible();
  await person.sees('Two-factor authentication is off');
  await comesBack(person);
  await person.arrivesAt('/');
});

test.describe('where it is required', () => {
  test.use({ settings: { LATCHKEY_MFA_REQUIRED: 'true' } });

  test('nothing else opens before it is on', both, async ({ person }) => {
    await person.opens('/account/tokens');
    await person.arrivesAt('/account/security');
    await person.sees('Two-factor authentication is required here.');
    await turnsOn(person);
    await person.sees('Required here, so it cannot be turned off.');
    await expect(person.page.getByText('Turn off two-factor')).toHaveCount(0);
    await person.opens('/account/tokens');
    await expect(person.heading('API tokens')).toBeVisible();
  });
});

test.describe('where browsers may be trusted', () => {
  test.use({ settings: { LATCHKEY_MFA_TRUST_BROWSER: 'true' } });

  test('a trusted one is asked for no code', both, async ({ person }) => {
    const { key } = await turnsOnAndKeeps(person);
    await comesBack(person);
    await person.arrivesAt('/sign-in/code');
    await person.page.getByLabel('Trust this browser for 30 days').check();
    await gives(person, 'Code', otp(key, 1), 'Sign in');
    await person.arrivesAt('/');
    await comesBack(person);
    await person.arrivesAt('/');
  });
});

test.describe('what matters', () => {
  // Whoever has just signed in has just proved who they are.
  test.use({ settings: { LATCHKEY_SESSIONS_STEP_UP_SECONDS: '15' }, signedIn: false });

  test('asks for a code, or a recovery code', both, async ({ person, page }) => {
    await person.opens('/sign-in');
    await signsIn(person);
    await person.arrivesAt('/');
    const { codes } = await turnsOnAndKeeps(person);
    await page.waitForTimeout(15_500);
    await person.opens('/account/security');
    await person.presses('Make new codes');
    await person.types('Code', '000000');
    await person.presses('Confirm');
    await person.isToldAbout('Code', 'That code did not work. Try the newest one in your app, or an unused recovery code.');
    await person.types('Code', codes[0] ?? '');
    await person.presses('Confirm');
    if (!person.scripted) await person.presses('Make new codes');
    await expect(page.locator('#codes-list li')).toHaveCount(10);
  });
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use({ ...use, settings: { LATCHKEY_MFA_TRUST_BROWSER: 'true' } });
    test('axe finds nothing', async ({ person, page }) => {
      const key = await begins(person);
      await isAccessible(person, 'being set up');
      await gives(person, 'Enter the six digits it shows', '000000', 'Turn on');
      await expect(page.getByText('That code did not work')).toBeVisible();
      await isAccessible(person, 'wrong');
      await gives(person, 'Enter the six digits it shows', otp(key), 'Turn on');
      await expect(page.locator('#codes-list li')).toHaveCount(10);
      await section(person).getByText('Turn off two-factor', { exact: true }).first().click();
      await isAccessible(person, 'on');
      await person.follows('Download');
      await comesBack(person);
      await person.arrivesAt('/sign-in/code');
      await isAccessible(person, 'the code');
      await person.follows('Use a recovery code');
      await person.arrivesAt('/sign-in/recovery');
      await isAccessible(person, 'a recovery code');
    });
  });
}
