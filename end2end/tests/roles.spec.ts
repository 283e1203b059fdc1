// Roles of an organization's own, the table of rights, and people who are suspended.

import { isAccessible, LOOKS } from '../support/axe.ts';
import { both, expect, test } from '../support/test.ts';

const PEOPLE = '/settings/fjordline-robotics/people';
const ROLES = '/settings/fjordline-robotics/roles';

test.use({ instance: 'demo' });

test('one is made of rights, given to somebody, changed, and deleted when nobody has it', both, async ({
  person,
  page,
  noise,
}) => {
  await person.opens(PEOPLE);
  await person.follows('Roles');
  await person.arrivesAt(ROLES);
  const rights = page.getByRole('table');
  await expect(rights.getByRole('row', { name: /^Read the audit log/ })).toContainText(/Yes.*Yes.*No.*No/);

  await person.follows('New role');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('People desk');
  await dialog.getByRole('checkbox', { name: /^Manage people/ }).check();
  await person.presses('Create role');
  await expect(dialog).toHaveCount(0);
  const desk = page.getByRole('listitem').filter({ hasText: 'People desk' });
  await expect(desk).toContainText('Manage people');
  await expect(desk).toContainText('0 people');

  await person.opens(PEOPLE);
  await page.getByRole('button', { name: 'Actions for Samuel Okafor' }).click();
  await page.getByRole('link', { name: 'Edit' }).filter({ visible: true }).click();
  await dialog.getByRole('radio', { name: /^People desk/ }).check();
  await person.presses('Save');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Samuel Okafor/ })).toContainText('People desk');
  await page.getByLabel('Show').selectOption('Custom roles');
  if (!person.scripted) await person.presses('Search');
  await person.arrivesAt(/show=custom/);
  await expect(page.locator('tbody .cell__title')).toHaveText(['Samuel Okafor']);

  await person.opens(ROLES);
  await page.getByRole('button', { name: 'Actions for People desk' }).click();
  await page.getByRole('link', { name: 'Edit' }).filter({ visible: true }).click();
  await expect(dialog.getByRole('checkbox', { name: /^Manage people/ })).toBeChecked();
  await dialog.getByRole('checkbox', { name: /^Manage the members/ }).check();
  await person.presses('Save role');
  await expect(dialog).toHaveCount(0);
  await expect(desk).toContainText('See all workspaces');

  noise.announce(/422/);
  await page.getByRole('button', { name: 'Actions for People desk' }).click();
  await page.getByRole('link', { name: 'Delete' }).filter({ visible: true }).click();
  await person.presses('Delete role');
  await expect(dialog.getByRole('alert')).toContainText('1 person has this role');
  await dialog.getByRole('link', { name: 'Keep role' }).click();

  await person.opens(PEOPLE);
  await page.getByRole('button', { name: 'Actions for Samuel Okafor' }).click();
  await page.getByRole('link', { name: 'Edit' }).filter({ visible: true }).click();
  await dialog.getByRole('radio', { name: /^Member/ }).check();
  await person.presses('Save');
  await expect(dialog).toHaveCount(0);
  await person.opens(ROLES);
  await page.getByRole('button', { name: 'Actions for People desk' }).click();
  await page.getByRole('link', { name: 'Delete' }).filter({ visible: true }).click();
  await person.presses('Delete role');
  await expect(desk).toHaveCount(0);
});

test('what is wrong with one is said beside it, and what was chosen stays', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens(`${ROLES}/new`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Admin');
  await dialog.getByRole('checkbox', { name: /^Read the audit log/ }).check();
  await person.presses('Create role');
  await person.sees('Another role here has this name.');
  await expect(dialog.getByRole('checkbox', { name: /^Read the audit log/ })).toBeChecked();
  await dialog.getByLabel('Name', { exact: true }).fill('Nothing');
  await dialog.getByRole('checkbox', { name: /^Read the audit log/ }).uncheck();
  await person.presses('Create role');
  await person.sees('Choose at least one. Without any it would be Member.');
});

test('somebody is suspended, found, and let in again', both, async ({ person, page }) => {
  await person.opens(PEOPLE);
  const elin = page.getByRole('row', { name: /Elin Berg/ });
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Actions for Elin Berg' }).click();
  await page.getByRole('link', { name: 'Suspend' }).filter({ visible: true }).click();
  await expect(dialog).toContainText('Suspend Elin Berg?');
  await person.presses('Suspend');
  await expect(dialog).toHaveCount(0);
  await expect(elin).toContainText('Suspended');
  await person.opens(`${PEOPLE}?show=suspended`);
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await page.getByRole('button', { name: 'Actions for Elin Berg' }).click();
  await page.getByRole('link', { name: 'Lift suspension' }).filter({ visible: true }).click();
  await person.presses('Lift suspension');
  await expect(dialog).toHaveCount(0);
  await person.opens(PEOPLE);
  await expect(elin).not.toContainText('Suspended');
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);
    test('the page is accessible, also with a dialog over it', async ({ person }) => {
      for (const path of [ROLES, `${ROLES}/new`]) {
        await person.opens(path);
        await isAccessible(person, `${path} in ${look}`);
      }
    });
  });
}
