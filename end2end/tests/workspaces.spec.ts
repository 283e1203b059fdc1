// Workspaces: those of an organization, and the page of each.

import { isAccessible, LOOKS } from '../support/axe.ts';
import { both, expect, test } from '../support/test.ts';

test.use({ instance: 'demo' });

const LIST = '/settings/fjordline-robotics/workspaces';

test('one is made, and has its own page', both, async ({ person, page }) => {
  await person.opens(LIST);
  await person.follows('New workspace');
  await page.getByRole('dialog').getByLabel('Name').fill('Tugboats');
  await person.presses('Create workspace');
  await person.arrivesAt(/\/w\/[0-9a-f-]{36}$/);
  await expect(person.heading('Tugboats')).toBeVisible();
  await person.sees('A workspace of Fjordline Robotics.');
  await person.sees('1 member');
  await person.follows('Account settings');
  await person.arrivesAt('/account/profile');
  await person.opens(LIST);
  await expect(page.getByRole('row', { name: /Tugboats/ })).toBeVisible();
});

test('one without a name is refused', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens(`${LIST}/new`);
  await person.presses('Create workspace');
  await person.sees('Fill this in.');
  await person.follows('Cancel');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('one gets another name', both, async ({ person, page }) => {
  await person.opens(LIST);
  await person.choosesInRow('Grasping', 'Rename');
  await person.arrivesAt(/\/rename$/);
  await expect(person.heading('Rename workspace')).toBeVisible();
  await page.getByRole('dialog').getByLabel('Name').fill('Grippers');
  await person.presses('Save name');
  await person.sees('Workspace renamed');
  await expect(person.heading('Grippers')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('one is archived and restored', both, async ({ person, page }) => {
  await person.opens(LIST);
  await person.choosesInRow('Grasping', 'Archive');
  await expect(person.heading('Archive Grasping?')).toBeVisible();
  await person.presses('Archive workspace');
  await person.sees('This workspace is archived.');
  await person.opens(LIST);
  await expect(page.getByRole('row', { name: /Grasping/ })).toHaveCount(0);
  await person.follows('Archived');
  await person.arrivesAt(`${LIST}/archived`);
  await expect(page.getByRole('row', { name: /Spring fair/ })).toBeVisible();
  await person.choosesInRow('Grasping', 'Restore');
  await person.presses('Restore workspace');
  await person.sees('Workspace restored');
  await expect(page.getByText('This workspace is archived.')).toHaveCount(0);
});

test('one moves to another organization, and it is said who loses it', both, async ({ person, page }) => {
  await person.opens(LIST);
  await person.choosesInRow('Grasping', 'Move');
  await expect(person.heading('Move Grasping?')).toBeVisible();
  await person.sees(/all others, and teams, lose it at once/);
  await expect(page.getByRole('dialog').getByLabel('Organization')).toContainText('Harbour Lab · 3 members lose it');
  await person.presses('Move workspace');
  await person.sees('A workspace of Harbour Lab.');
  await expect(person.button('Switch organization, now Harbour Lab')).toBeVisible();
  await person.sees('1 member');
});

test('a dialog closes by Escape and by the button Back', async ({ person, page }) => {
  await person.opens(LIST);
  await page.getByRole('link', { name: 'Sandbox' }).click();
  await person.arrivesAt(/\/w\//);
  await person.follows('Rename');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/\/w\/[0-9a-f-]{36}$/);
  await person.follows('Archive');
  await expect(person.link('Keep workspace')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('what is no workspace is nothing', both, async ({ person }) => {
  await person.opensAnything('/w/0199c1a0-7b1e-7000-8000-0123456789ab');
  await expect(person.heading('Not found')).toBeVisible();
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, page }) => {
      for (const path of [LIST, `${LIST}/new`, `${LIST}/archived`]) {
        await person.opens(path);
        await isAccessible(person, path);
      }
      await person.opens(LIST);
      await page.getByRole('link', { name: 'Harbour cranes' }).click();
      await person.arrivesAt(/\/w\//);
      await isAccessible(person, 'the page of one');
      for (const act of ['Rename', 'Move', 'Archive']) {
        await person.follows(act);
        await expect(page.getByRole('dialog')).toBeVisible();
        await isAccessible(person, act);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });
  });
}
