// Preferences: the theme of the browser, the time zone of the person.

import { isAccessible, LOOKS } from '../support/axe.ts';
import { signIn } from '../support/account.ts';
import { both, expect, plain, test } from '../support/test.ts';

const theme = 'html';

test('the theme shows at once, everywhere, and before the first paint of the next page', async ({ person, page }) => {
  await person.opens('/account/preferences');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator(theme)).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: /^Account menu/ }).click();
  await expect(person.button('Appearance: dark')).toBeVisible();
  await person.button('Appearance: dark').click();
  await expect(page.getByRole('radio', { name: 'System' })).toBeChecked();
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Light' }).check();
  await expect.poll(async () => (await person.context.cookies()).find((c) => c.name === 'latchkey-theme')?.value)
    .toBe('light');
  const html = await (await person.context.request.get(`${person.server.url}/account/profile`)).text();
  expect(html).toContain('data-theme="light"');
});

test('arrow keys go through the themes and keep the focus', async ({ person, page }) => {
  await person.opens('/account/preferences');
  await page.getByRole('radio', { name: 'System' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Light' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeFocused();
  await expect(page.locator(theme)).toHaveAttribute('data-theme', 'dark');
});

test('the theme is saved by a button', plain, async ({ person, page }) => {
  await person.opens('/account/preferences');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await person.presses('Save theme');
  await person.arrivesAt('/account/preferences');
  await expect(page.locator(theme)).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
});

test('the theme shows in every other tab at once', async ({ person, page }) => {
  await person.opens('/account/preferences');
  const other = await person.inAnotherTab();
  await other.opens('/account/profile');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(other.page.locator(theme)).toHaveAttribute('data-theme', 'dark');
  await other.choosesInAccountMenu('Appearance: dark');
  await expect(page.locator(theme)).not.toHaveAttribute('data-theme');
  await expect(page.getByRole('radio', { name: 'System' })).toBeChecked();
});

test.describe('in the demo', () => {
  test.use({ instance: 'demo' });

  test('a zone is saved, and every other tab has it with its next page', async ({ person, page }) => {
    const other = await person.inAnotherTab();
    await other.opens('/account/profile');
    await person.opens('/account/preferences');
    await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Pacific/Kiritimati');
    await person.presses('Save time zone');
    await person.sees('Saved.');
    const documents: string[] = [];
    other.page.on('request', (request) => {
      if (request.isNavigationRequest()) documents.push(request.url());
    });
    await other.follows('API tokens');
    const used = other.page.getByRole('row', { name: /grafana-readonly/ }).locator('time[title]').first();
    await expect(used).toHaveAttribute('title', /UTC\+14$/);
    expect(documents, 'no page was loaded anew').toEqual([]);
  });

  test('a zone is saved, and the dates of all pages follow it', both, async ({ person, page }) => {
    await person.opens('/account/preferences');
    const zone = page.getByRole('combobox', { name: 'Time zone' });
    await expect(zone).toHaveValue('UTC');
    await zone.selectOption('Pacific/Kiritimati');
    if (person.scripted) await person.sees('You have unsaved changes.');
    await person.presses('Save time zone');
    await person.sees('Saved.');
    await expect(zone).toHaveValue('Pacific/Kiritimati');
    await person.follows('API tokens');
    await person.arrivesAt('/account/tokens');
    const used = page.getByRole('row', { name: /grafana-readonly/ }).locator('time[title]').first();
    await expect(used).toHaveAttribute('title', /UTC\+14$/);
    await person.reloads();
    await expect(used).toHaveAttribute('title', /UTC\+14$/);
    await person.opens('/account/preferences');
    await expect(zone).toHaveValue('Pacific/Kiritimati');
  });

  test('Discard goes back to the saved zone, and leaving asks', async ({ person, page }) => {
    await person.opens('/account/preferences');
    const zone = page.getByRole('combobox', { name: 'Time zone' });
    await zone.selectOption('Asia/Tokyo');
    await person.follows('Profile');
    await person.presses('Stay');
    await person.presses('Discard');
    await expect(zone).toHaveValue('UTC');
    await person.follows('Profile');
    await person.arrivesAt('/account/profile');
  });
});

test.describe('in a browser in Kathmandu', () => {
  test.use({ timezoneId: 'Asia/Kathmandu', signedIn: false });

  test('signing in tells the zone, and the first page has it', async ({ person, page }) => {
    await person.opens('/sign-in');
    await person.types('Email', person.account.email);
    await person.presses('Continue');
    await person.arrivesAt('/sign-in/password');
    await person.types('Password', person.account.password);
    await person.presses('Continue');
    await person.arrivesAt('/');
    await person.opens('/account/preferences');
    await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue(/Asia\/(Kathmandu|Katmandu)/);
    await expect(page.getByRole('button', { name: /^Choose the zone of this browser/ })).toHaveCount(0);
  });

  test('the zone of the browser is offered to whoever has another', async ({ person, page, context }) => {
    await signIn(person.server, person.account, context.request);
    await person.opens('/account/preferences');
    await page.getByRole('button', { name: /^Choose the zone of this browser/ }).click();
    await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue(/Asia\/(Kathmandu|Katmandu)/);
    await person.sees('You have unsaved changes.');
    await person.presses('Save time zone');
    await person.sees('Saved.');
    await expect(page.getByRole('button', { name: /^Choose the zone of this browser/ })).toHaveCount(0);
  });
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, page }) => {
      await person.opens('/account/preferences');
      await isAccessible(person, 'preferences');
      await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Tokyo');
      await isAccessible(person, 'unsaved');
    });
  });
}
