// The people of an organization: found, given another role, and removed.

import { isAccessible, LOOKS } from '../support/axe.ts';
import { both, expect, test } from '../support/test.ts';

test.use({ instance: 'demo' });

const LIST = '/settings/fjordline-robotics/people';

test('they are listed by name, with what they are', both, async ({ person, page }) => {
  await person.opens('/settings/fjordline-robotics/general');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'People' }).click();
  await person.arrivesAt(LIST);
  const names = page.locator('tbody .cell__title');
  await expect(names).toHaveText([/^Aiko/, /^Elin/, /^Mara Lindqvist You$/, /^Priya/, /^Samuel/, /^Tomás/, /^nils@/, /^h\.duarte@/]);
  const elin = page.getByRole('row', { name: /Elin Berg/ });
  await expect(elin.getByRole('cell')).toContainText(['elin@fjordline.example', 'Viewer', 'Off', 'Never', '']);
  await expect(page.getByRole('row', { name: /Tomás/ })).toContainText('1 hour ago');
  await person.sees('6 people');
});

test('they are found, filtered and ordered', both, async ({ person, page }) => {
  await person.opens(LIST);
  const names = page.locator('tbody .cell__title');
  const search = page.getByRole('searchbox', { name: 'Find by name or email' });
  await search.fill('tomas');
  await search.press('Enter');
  await person.arrivesAt(/find=tomas/);
  await expect(names).toHaveText(['Tomás Ferreira']);
  await expect(search).toHaveValue('tomas');
  await person.sees('6 people');
  await search.fill('');
  await page.getByLabel('Show').selectOption('Admin');
  if (!person.scripted) await person.presses('Search');
  await person.arrivesAt(/show=admin/);
  await expect(names).toHaveText(['Aiko Tanabe', 'Tomás Ferreira']);
  await page.getByLabel('Order').selectOption('Newest first');
  if (!person.scripted) await person.presses('Search');
  await person.arrivesAt(/order=newest/);
  await expect(names).toHaveCount(2);
  await search.fill('nobody');
  await search.press('Enter');
  await expect(person.heading('Nobody found')).toBeVisible();
});

test('by keys a list is chosen step by step, and asked for with Search', async ({ person, page }) => {
  await person.opens(LIST);
  const show = page.getByLabel('Show');
  await show.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(show).toHaveValue('admin');
  await expect(show).toBeFocused();
  await expect(page).toHaveURL(LIST);
  await person.presses('Search');
  await person.arrivesAt(/show=admin/);
  await expect(page.locator('tbody .cell__title')).toHaveText(['Aiko Tanabe', 'Tomás Ferreira']);
  await page.goBack();
  await person.arrivesAt(LIST);
  await expect(show).toHaveValue('');
});

test('the address of a dialog holds whatever the list shows', both, async ({ person, page }) => {
  await person.opens(`${LIST}?find=samuel`);
  await person.choosesInRow('Samuel Okafor', 'Edit');
  await person.arrivesAt(/\/role\?find=samuel$/);
  const path = new URL(page.url()).pathname;
  await person.opens(`${path}?find=nobody`);
  await expect(person.heading('Edit Samuel Okafor')).toBeVisible();
});

test('somebody gets another role', both, async ({ person, page }) => {
  await person.opens(`${LIST}?find=samuel`);
  await person.choosesInRow('Samuel Okafor', 'Edit');
  await person.arrivesAt(/\/role\?find=samuel$/);
  const dialog = page.getByRole('dialog', { name: 'Edit Samuel Okafor' });
  await expect(dialog.getByRole('radio', { name: /^Member/ })).toBeChecked();
  if (person.scripted) await expect(dialog.getByRole('radio', { name: /^Member/ })).toBeFocused();
  await dialog.getByRole('radio', { name: /^Admin/ }).check();
  await person.presses('Save');
  await person.sees('Saved');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Samuel/ })).toContainText('Admin');
});

test('somebody is removed, after a question', both, async ({ person, page }) => {
  await person.opens(LIST);
  await person.choosesInRow('Priya Raman', 'Remove');
  await expect(person.heading('Remove Priya Raman?')).toBeVisible();
  await person.sees(/all of its workspaces at once/);
  await person.follows('Keep');
  await person.arrivesAt(LIST);
  await person.choosesInRow('Priya Raman', 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await person.sees('Removed from the organization');
  await expect(page.getByRole('row', { name: /Priya/ })).toHaveCount(0);
  await person.sees('5 people');
});

test('the last owner stays, and it is said why', both, async ({ person, page, noise }) => {
  noise.announce(/status of 422/);
  await person.opens(LIST);
  await person.choosesInRow('Mara Lindqvist', 'Edit');
  await page.getByRole('dialog').getByRole('radio', { name: /^Viewer/ }).check();
  await person.presses('Save');
  await person.sees('Nobody else owns the organization. First there must be another owner.');
  await expect(page.getByRole('dialog').getByRole('radio', { name: /^Viewer/ })).toBeChecked();
});

test('an admin may not touch owners', both, async ({ person, page }) => {
  await person.opens('/settings/harbour-lab/people');
  await expect(page.getByRole('row', { name: /Mara/ })).toContainText('Admin');
  await expect(person.button('Actions for Tomás Ferreira')).toHaveCount(0);
  await person.choosesInRow('Mara Lindqvist', 'Edit');
  await expect(page.getByRole('dialog').getByRole('radio')).toHaveCount(3);
});

test('somebody whom another window removed is said to be gone', async ({ person, page, noise }) => {
  noise.announce(/status of 404/);
  await person.opens(LIST);
  await person.choosesInRow('Elin Berg', 'Edit');
  const other = await page.context().newPage();
  await other.goto(`${LIST}?find=elin`);
  await other.getByRole('button', { name: 'Actions for Elin Berg' }).click();
  await other.getByRole('link', { name: 'Remove' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(other.getByText('Nobody found')).toBeVisible();
  await other.close();
  await page.getByRole('dialog').getByRole('radio', { name: /^Admin/ }).check();
  await person.presses('Save');
  await person.sees('They do not belong here any more');
  await expect(page.getByRole('row', { name: /Elin/ })).toHaveCount(0);
});

test('dialogs close by Escape and by the button Back', async ({ person, page }) => {
  await person.opens(LIST);
  await person.choosesInRow('Elin Berg', 'Remove');
  await expect(person.link('Keep')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(LIST);
});

test('who is not there is nobody', both, async ({ person }) => {
  await person.opensAnything(`${LIST}/0199c1a0-7b1e-7000-8000-0123456789ab/role`);
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, page }) => {
      await person.opens(LIST);
      await isAccessible(person, 'the list');
      for (const act of ['Edit', 'Remove']) {
        await person.choosesInRow('Elin Berg', act);
        await expect(page.getByRole('dialog')).toBeVisible();
        await isAccessible(person, act);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });
  });
}
