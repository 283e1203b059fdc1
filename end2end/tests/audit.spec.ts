// The audit log of an organization: found, filtered, and taken away as a file.

import { readFile } from 'node:fs/promises';

import { isAccessible, LOOKS } from '../support/axe.ts';
import { both, expect, test } from '../support/test.ts';

const LOG = '/settings/fjordline-robotics/audit';

test.use({ instance: 'demo' });

test('it tells who did what, and finds it', both, async ({ person, page }) => {
  await person.opens('/settings/fjordline-robotics/general');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Audit log' }).click();
  await person.arrivesAt(LOG);
  const rows = page.locator('tbody tr');
  await expect(rows.first()).toContainText('Aiko Tanabe');
  await expect(rows.first()).toContainText('Workspace renamed');
  await expect(rows.first()).toContainText('198.51.100.7');
  await expect(page.getByText('Role: Member → Admin')).toBeVisible();

  await page.getByLabel('Action').selectOption('Role of somebody in an organization changed');
  await person.presses('Show');
  await person.arrivesAt(/action=organization.role_changed/);
  await expect(rows).toHaveCount(2);
  await expect(page.getByLabel('Action')).toHaveValue('organization.role_changed');
  await page.getByLabel('Email of who did it').fill('aiko@fjordline.example');
  await person.presses('Show');
  await person.arrivesAt(/person=aiko/);
  await expect(rows).toHaveCount(1);
  await page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await person.presses('Show');
  await expect(person.heading('Nothing found')).toBeVisible();
});

test('what is found is downloaded', both, async ({ person, page }) => {
  await person.opens(`${LOG}?action=organization.role_changed`);
  const coming = page.waitForEvent('download');
  await person.follows('Download CSV');
  const file = await coming;
  expect(file.suggestedFilename()).toBe('audit.csv');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(3);
  await person.opens(LOG);
  await expect(page.locator('tbody tr').first()).toContainText('exported');
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);
    test('the page is accessible', async ({ person }) => {
      await person.opens(LOG);
      await isAccessible(person, `the log in ${look}`);
    });
  });
}
