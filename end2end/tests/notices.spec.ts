// Notices: the bell, live, and the page of all of them.

import { isAccessible, LOOKS } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { both, expect, test } from '../support/test.ts';

const PAGE = '/account/notifications';

/** Makes a token in this tab. */
async function makes(person: Person, name: string): Promise<void> {
  await person.opens('/account/tokens');
  await person.types('Name', name);
  await person.presses('Generate');
  await expect(person.heading(`${name} is ready`)).toBeVisible();
}

test('the dot appears while one looks, and is spoken once', async ({ person, page }) => {
  await person.opens('/account/profile');
  await expect(person.button('Notifications')).toBeVisible();
  const tab = await person.inAnotherTab();
  await makes(tab, 'ci');
  await expect(person.button('Notifications, 1 unread')).toBeVisible();
  await expect(page.locator('.bell .dot')).toBeVisible();
  await expect(page.locator('[role=status]', { hasText: 'Notifications, 1 unread' })).toHaveCount(1);
  await expect(page.getByRole('navigation').getByRole('link', { name: /Notifications.*1 unread/ })).toBeVisible();
  // Read in the other tab, it goes here.
  await tab.opens(PAGE);
  await tab.presses('Mark all as read');
  await expect(person.button('Notifications')).toBeVisible();
  await expect(page.locator('.bell .dot')).toBeHidden();
});

test('one stream serves all pages of a tab', async ({ person, page }) => {
  const streams: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/notices/stream')) streams.push(request.url());
  });
  await person.opens('/account/profile');
  await page.waitForTimeout(500);
  expect(streams).toHaveLength(1);
  await person.follows('API tokens');
  await person.arrivesAt('/account/tokens');
  expect(streams).toHaveLength(1);
});

test.describe('in the demo', () => {
  test.use({ instance: 'demo' });

  test('the bell has what is new, and leads to it', async ({ person, page }) => {
    await person.opens('/account/profile');
    await person.presses('Notifications, 5 unread');
    const bell = page.locator('#bell-menu');
    await expect(bell.getByRole('link')).toHaveText([
      /^New sign-in from Chrom/,
      /^grafana-readonly expires in 3 days/,
      /^Aiko Tanabe invited you to Kelp Observatory/,
      /^New sign-in from Firefox on Fedora/,
      /^Samuel Okafor invited you to Nordhavn Open Hardware/,
      'All notifications',
    ]);
    await bell.getByRole('link', { name: /Firefox on Fedora/ }).click();
    await person.arrivesAt('/account/security');
    await expect(person.button('Notifications, 4 unread')).toBeVisible();
    await person.presses('Notifications, 4 unread');
    await bell.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(bell).toContainText('Nothing new');
    await expect(person.button('Notifications')).toBeVisible();
    await bell.getByRole('link', { name: 'All notifications' }).click();
    await person.arrivesAt(PAGE);
    await expect(page.getByText('Unread.')).toHaveCount(0);
  });

  test('they are listed, filtered, and read one by one or all', both, async ({ person, page }) => {
    await person.opens(PAGE);
    await expect(page).toHaveTitle('Notifications · Latchkey');
    const rows = page.locator('#inbox li');
    await expect(rows).toHaveCount(7);
    await expect(rows.nth(1)).toContainText('grafana-readonly expires in 3 days');
    await expect(rows.nth(1)).toContainText('Unread.');
    await expect(rows.last()).toContainText('Tomás Ferreira made you Admin in Harbour Lab');
    await person.presses('Mark as read: grafana-readonly expires in 3 days');
    await expect(person.button('Notifications, 4 unread')).toBeVisible();
    await expect(rows.nth(1)).not.toContainText('Unread.');
    await person.ready();
    await page.getByLabel('Show').selectOption('Unread only');
    await page.getByLabel('About', { exact: true }).selectOption('Invitation received');
    await person.presses('Filter');
    await person.arrivesAt(`${PAGE}?show=unread&kind=invitation`);
    await expect(rows).toHaveCount(2);
    await expect(page.getByLabel('About', { exact: true })).toHaveValue('invitation');
    await person.link('Open: Aiko Tanabe invited you to Kelp Observatory').click();
    await person.arrivesAt('/account/invitations');
    await person.opens(`${PAGE}?show=unread&kind=role`);
    await person.sees('None of this kind');
    await person.opens(PAGE);
    await person.presses('Mark all as read');
    await expect(page.getByText('Unread.')).toHaveCount(0);
    await expect(person.button('Notifications')).toBeVisible();
    await expect(person.button('Mark all as read')).toHaveCount(0);
  });

  test('what one chooses is kept; what is safe cannot be turned off', both, async ({ person, page }) => {
    await person.opens(PAGE);
    for (const kind of ['Sign-in from a new device', 'Token created']) {
      for (const where of ['email', 'in app']) {
        await expect(page.getByLabel(`${kind}: ${where}`)).toBeChecked();
        await expect(page.getByLabel(`${kind}: ${where}`)).toBeDisabled();
      }
    }
    await expect(page.getByText('30, 14, 7, 3, 1 days before, and when it has expired.')).toBeVisible();
    await page.getByLabel('Token expires soon: email').uncheck();
    await page.getByLabel('Invitation received: in app').uncheck();
    await page.getByLabel('Daily').check({ force: true });
    await person.presses('Save choices');
    if (person.scripted) await person.sees('Saved.');
    await person.ready();
    await person.reloads();
    await expect(page.getByLabel('Token expires soon: email')).not.toBeChecked();
    await expect(page.getByLabel('Token expires soon: in app')).toBeChecked();
    await expect(page.getByLabel('Invitation received: in app')).not.toBeChecked();
    await expect(page.getByLabel('Daily')).toBeChecked();
  });

  test('all of it works by keyboard', async ({ person, page }) => {
    await person.opens('/account/profile');
    await person.button('Notifications, 5 unread').focus();
    await page.keyboard.press('Enter');
    const bell = page.locator('#bell-menu');
    await expect(bell.getByRole('link')).toHaveCount(6);
    await expect(bell.getByRole('link', { name: 'All notifications' })).toBeFocused();
    await page.keyboard.press('Home');
    await expect(bell.getByRole('button', { name: 'Mark all as read' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(bell.getByRole('link', { name: /^grafana-readonly/ })).toBeFocused();
    await page.keyboard.press('Enter');
    await person.arrivesAt('/account/tokens');
    await person.opens(PAGE);
    await page.getByLabel('Role changed or removed: email').focus();
    await page.keyboard.press('Space');
    await person.sees('You have unsaved changes.');
    await person.presses('Discard');
    await expect(page.getByLabel('Role changed or removed: email')).toBeChecked();
  });

  for (const [look, use] of Object.entries(LOOKS)) {
    test.describe(`in ${look}`, () => {
      test.use(use);

      test('axe finds nothing', async ({ person, page }) => {
        await person.opens(PAGE);
        await isAccessible(person, 'the page');
        await page.getByRole('button', { name: /^Notifications/ }).click();
        await expect(page.locator('#bell-menu').getByRole('link')).toHaveCount(6);
        await isAccessible(person, 'the bell');
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, 'nothing stands out').toBeLessThanOrEqual(0);
      });
    });
  }
});
