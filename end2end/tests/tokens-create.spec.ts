// Making a token: name, lifetime, scopes, and what can be wrong with them.

import type { Person } from '../support/person.ts';
import { both, expect, plain, test } from '../support/test.ts';

const read = (person: Person) => person.page.getByRole('checkbox', { name: 'Read' });
const write = (person: Person) => person.page.getByRole('checkbox', { name: 'Write' });
const days = (person: Person, n: number) => person.page.getByRole('radio', { name: `${n} days` });

function inDays(n: number): string {
  const date = new Date(Date.now() + n * 86_400_000);
  return date.toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' });
}

test('a token is made with name, lifetime and scopes', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await expect(days(person, 30)).toBeChecked();
  await expect(read(person)).toBeChecked();
  await expect(write(person)).not.toBeChecked();
  await person.types('Name', 'deploy-from-ci');
  await days(person, 90).check();
  await write(person).check();
  await person.presses('Generate');

  const fresh = page.getByRole('region', { name: 'deploy-from-ci is ready' });
  await expect(fresh).toBeVisible();
  await expect(fresh).toContainText('Copy it now, it will not be shown again.');
  await expect(fresh.getByRole('definition')).toHaveText([inDays(0), inDays(90), 'Read, Write']);
  const row = page.getByRole('row', { name: /deploy-from-ci/ });
  await expect(row).toContainText('Never');
  await expect(row).toContainText(inDays(90));
  await expect(row.locator('.badge')).toHaveText(['Read', 'Write']);
  if (person.scripted) await expect(fresh).toBeFocused();
});

test('the least is chosen at first: 30 days, reading alone', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.types('Name', 'reader');
  await person.presses('Generate');
  const fresh = page.getByRole('region', { name: 'reader is ready' });
  await expect(fresh.getByRole('definition')).toHaveText([inDays(0), inDays(30), 'Read']);
});

test('the hint tells the day on which it ends, as soon as a lifetime is chosen', async ({ person }) => {
  await person.opens('/account/tokens');
  for (const n of [7, 30, 90, 365]) {
    await days(person, n).check();
    await person.sees(`This token stops working on ${inDays(n)}.`);
  }
});

test('lifetimes are one tab stop, and arrows go through them', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.field('Name').focus();
  await page.keyboard.press('Tab');
  await expect(days(person, 30)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(days(person, 90)).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(read(person)).toBeFocused();
});

test('ticking Write ticks Read, unticking Read unticks Write', async ({ person }) => {
  await person.opens('/account/tokens');
  await read(person).uncheck();
  await write(person).check();
  await expect(read(person)).toBeChecked();
  await read(person).uncheck();
  await expect(write(person)).not.toBeChecked();
});

test('Write alone includes Read', plain, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.types('Name', 'writer');
  await read(person).uncheck();
  await write(person).check();
  await person.presses('Generate');
  const fresh = page.getByRole('region', { name: 'writer is ready' });
  await expect(fresh.getByRole('definition').nth(2)).toHaveText('Read, Write');
});

test('a token without name and scope is refused, and everything stays as it was', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await days(person, 7).check();
  await read(person).uncheck();
  await person.presses('Generate');
  await person.isToldAbout('Name', 'Fill this in.');
  await person.sees('Choose at least one.');
  await expect(page.getByRole('group', { name: 'Scopes' })).toHaveAccessibleDescription('Choose at least one.');
  await expect(days(person, 7)).toBeChecked();
  await expect(read(person)).not.toBeChecked();
  await expect(write(person)).not.toBeChecked();
  if (person.scripted) await expect(person.field('Name')).toBeFocused();

  await person.types('Name', 'mended');
  await read(person).check();
  await person.presses('Generate');
  await expect(person.heading('mended is ready')).toBeVisible();
});

test('without a scope the first of them has the focus', both, async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await person.types('Name', 'scopeless');
  await read(person).uncheck();
  await person.presses('Generate');
  await person.sees('Choose at least one.');
  await expect(read(person)).toHaveAttribute('aria-invalid', 'true');
  if (!person.scripted) return;
  await expect(read(person)).toBeFocused();
  await write(person).check();
  await expect(read(person)).not.toHaveAttribute('aria-invalid');
});

test('a name that is too long is told and not cut', both, async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await person.types('Name', 'm'.repeat(65));
  await person.presses('Generate');
  await person.isToldAbout('Name', 'Use at most 64 characters.');
  await expect(person.field('Name')).toHaveValue('m'.repeat(65));
});

test('two tokens cannot have one name', both, async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await person.types('Name', 'twice');
  await person.presses('Generate');
  await expect(person.heading('twice is ready')).toBeVisible();
  await person.page.locator('#create summary').click();
  await person.types('Name', 'twice');
  await write(person).check();
  await person.presses('Generate');
  // The first was not copied: that is asked about.
  if (person.scripted) await person.presses('Leave');
  await person.isToldAbout('Name', 'You already have a token with this name.');
  await expect(person.field('Name')).toHaveValue('twice');
  await expect(write(person)).toBeChecked();
});

test('a name with invisible characters is refused', both, async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await person.types('Name', 'safe\u202Egnp');
  await person.presses('Generate');
  await person.isToldAbout('Name', 'Use letters, digits and signs that can be seen.');
});

test('after a token was made the form is closed and as new', async ({ person }) => {
  await person.opens('/account/tokens');
  await person.types('Name', 'first');
  await days(person, 365).check();
  await write(person).check();
  await person.presses('Generate');
  await expect(person.heading('first is ready')).toBeVisible();
  await expect(person.button('Generate')).toBeHidden();
  await person.page.locator('#create summary').click();
  await expect(person.field('Name')).toHaveValue('');
  await expect(days(person, 30)).toBeChecked();
  await expect(read(person)).toBeChecked();
  await expect(write(person)).not.toBeChecked();
});

function day(n: number): string {
  return new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
}

test('another day can be chosen, up to the maximum', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  const other = page.getByRole('radio', { name: 'Other date' });
  const lastDay = person.field('Last day');
  await expect(lastDay).toBeHidden();
  await other.check();
  await expect(lastDay).toBeVisible();
  await expect(lastDay).toHaveAttribute('min', day(0));
  await expect(lastDay).toHaveAttribute('max', day(364));
  await person.types('Name', 'until spring');
  await lastDay.fill(day(100));
  if (person.scripted) await person.sees(`This token stops working on ${inDays(100)}.`);
  await person.presses('Generate');
  const fresh = page.getByRole('region', { name: 'until spring is ready' });
  await expect(fresh.getByRole('definition').nth(1)).toHaveText(inDays(100));
});

test('a day that is missing or too far away is told, and nothing is lost', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await person.types('Name', 'late');
  await page.getByRole('radio', { name: 'Other date' }).check();
  await person.presses('Generate');
  await person.isToldAbout('Last day', 'Fill this in.');
  await expect(page.getByRole('radio', { name: 'Other date' })).toBeChecked();
  await page.evaluate(() => document.querySelector('[type=date]')?.removeAttribute('max'));
  await person.field('Last day').fill('2999-12-31');
  if (person.scripted) await person.sees(/^Choose the last day on which it works/);
  // Its own rule would hold the form back without the script.
  await page.evaluate(() => document.forms.namedItem('create-form')?.setAttribute('novalidate', ''));
  await person.presses('Generate');
  await person.isToldAbout('Last day', 'Choose a day from today on, within the next 365 days.');
  await expect(person.field('Last day')).toHaveValue('2999-12-31');
  await expect(person.field('Name')).toHaveValue('late');
});
