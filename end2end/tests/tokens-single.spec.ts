// Where the policy allows one token at a time, the screen is a single field.

import { isAccessible, LOOKS } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { both, expect, plain, test } from '../support/test.ts';

test.use({ settings: { LATCHKEY_TOKENS_LIMIT: '1' } });

const TAKEN = 'Only one API token can be created at a time. Delete the current token first.';

const output = (person: Person) => person.page.locator('#token');
const trash = (person: Person) => person.link('Delete token');

async function generates(person: Person): Promise<void> {
  await person.presses('Generate');
  await expect(person.page.getByText('Copy it now, it will not be shown again.')).toBeVisible();
  await person.ready();
}

test('choose, generate, copy; the dates stand below', both, async ({ person, page, context, server }) => {
  if (person.scripted) await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await person.opens('/account/tokens');
  await expect(output(person)).toHaveText('No token');
  await page.getByRole('radio', { name: '90 days' }).check();
  await generates(person);
  const facts = page.getByRole('definition');
  await expect(facts).toHaveCount(3);
  await expect(facts.nth(1)).toHaveText(
    new Date(Date.now() + 90 * 86_400_000).toLocaleDateString('en-US', {
      month: 'short',
      day: 'numeric',
      year: 'numeric',
      timeZone: 'UTC',
    }),
  );
  if (person.scripted) {
    await expect(output(person)).toBeFocused();
    await page.locator('.copyfield').getByRole('button', { name: 'Copy' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^lk_pat_[0-9A-Za-z]{36}$/);
  } else {
    await page.getByText('Show', { exact: true }).click();
    await expect(output(person).locator('.plain')).toHaveText(/^lk_pat_[0-9A-Za-z]{36}$/);
  }
  await person.reloads();
  await expect(output(person)).toContainText('lk_pat_');
  await expect(page.getByText('Copy it now')).toHaveCount(0);
});

test('a second one is refused, and the first stays', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await generates(person);
  const end = (await output(person).locator('.masked').innerText()).slice(-4);
  await person.presses('Generate');
  await expect(page.getByRole('alert')).toContainText(TAKEN);
  await person.opens('/account/tokens');
  await expect(output(person)).toContainText(end);
});

test('the trash icon deletes it after a question; the field is empty then', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await generates(person);
  await trash(person).click();
  await expect(person.heading('Delete API token?')).toBeVisible();
  await person.sees(/future calls need a new one\. You cannot undo this\./);
  await person.presses('Delete token');
  await person.sees('Token deleted');
  await expect(output(person)).toHaveText('No token');
  await generates(person);
});

test('the refusal goes with what it was about', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await generates(person);
  await person.reloads();
  await person.presses('Generate');
  await expect(page.getByText(TAKEN)).toBeVisible();
  await trash(person).click();
  await person.presses('Delete token');
  await person.sees('Token deleted');
  await expect(output(person)).toHaveText('No token');
  await expect(page.getByText(TAKEN)).toHaveCount(0);
});

test('the page is left by Save, without a token and with one', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.presses('Save');
  await person.arrivesAt('/');
  await person.opens('/account/tokens');
  await generates(person);
  await person.presses('Save');
  if (person.scripted) {
    await person.sees('You have not copied it, and it will not be shown again.');
    await person.presses('Leave');
  }
  await person.arrivesAt('/');
  await person.opens('/account/tokens');
  await expect(output(person)).toContainText('lk_pat_');
  await expect(page.getByText('Copy it now')).toHaveCount(0);
});

test('keeping the token leaves the focus where it was', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await generates(person);
  await trash(person).click();
  await expect(person.link('Keep token')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(trash(person)).toBeFocused();
});

test('its end is told beside it while the page is open', async ({ person, page }) => {
  await page.clock.install();
  await person.opens('/account/tokens');
  await page.getByRole('radio', { name: '30 days' }).check();
  await generates(person);
  const day = 86_400_000;
  await page.clock.fastForward(25 * day);
  await expect(page.getByRole('definition').nth(1)).toContainText('Expires in 5 days');
  await person.sees('API token expires in 5 days.');
  await page.clock.fastForward(6 * day);
  await expect(page.getByRole('definition').nth(1)).toContainText('Expired');
  await person.sees('This token has expired.');
  await person.sees('Generate a new one. No token can be extended.');
});

test('the other date is chosen by the style sheet alone', plain, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await expect(person.field('Last day')).toBeHidden();
  await page.getByRole('radio', { name: 'Other date' }).check();
  await expect(person.field('Last day')).toBeVisible();
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, page }) => {
      await person.opens('/account/tokens');
      await isAccessible(person, 'none');
      await page.getByRole('radio', { name: 'Other date' }).check();
      await isAccessible(person, 'other date');
      await page.getByRole('radio', { name: '7 days' }).check();
      await generates(person);
      await isAccessible(person, 'made');
      await person.reloads();
      await isAccessible(person, 'kept');
      const bounds = await trash(person).boundingBox();
      expect(bounds?.width, 'the trash icon can be hit').toBeGreaterThanOrEqual(36);
    });
  });
}
