// A token gets another name.

import { both, expect, test } from '../support/test.ts';

test.use({ instance: 'demo' });

test('a token is renamed, and everything that uses it goes on', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.choosesInRow('laptop-cli', 'Rename');
  await expect(person.heading('Rename laptop-cli')).toBeVisible();
  const name = page.getByRole('dialog').getByLabel('Name');
  await expect(name).toHaveValue('laptop-cli');
  if (person.scripted) await expect(name).toBeFocused();
  await name.fill('old-laptop');
  await person.presses('Save name');
  await person.sees('Token renamed');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /old-laptop/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /laptop-cli/ })).toHaveCount(0);
  if (person.scripted) await expect(person.button('Actions for old-laptop')).toBeFocused();
  await person.reloads();
  await expect(page.getByRole('row', { name: /old-laptop/ })).toBeVisible();
});

test('a name that is taken is refused, and what was typed stays', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/tokens');
  await person.choosesInRow('laptop-cli', 'Rename');
  const name = page.getByRole('dialog').getByLabel('Name');
  await name.fill('Backup-Nightly');
  await person.presses('Save name');
  await expect(page.getByText('You already have a token with this name.')).toBeVisible();
  await expect(name).toHaveValue('Backup-Nightly');
  await person.follows('Cancel');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /laptop-cli/ })).toBeVisible();
});

test('Enter saves and Escape does not', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.choosesInRow('laptop-cli', 'Rename');
  // Its code comes with the first opening; until then Esc has nothing to close.
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.type('x');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(person.button('Actions for laptop-cli')).toBeFocused();
  await person.choosesInRow('laptop-cli', 'Rename');
  await page.getByRole('dialog').getByLabel('Name').fill('by keyboard');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /by keyboard/ })).toBeVisible();
});

test('a token that another window deleted is gone from this one too', async ({ person, page, noise }) => {
  noise.announce(/404/);
  await person.opens('/account/tokens');
  const other = await person.inAnotherTab();
  await other.opens('/account/tokens');
  await other.choosesInRow('laptop-cli', 'Delete');
  await other.presses('Delete token');
  await other.sees('Token deleted');
  await person.choosesInRow('laptop-cli', 'Rename');
  await page.getByRole('dialog').getByLabel('Name').fill('ghost');
  await person.presses('Save name');
  await person.sees('This token was deleted in another window');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /laptop-cli/ })).toHaveCount(0);
});
