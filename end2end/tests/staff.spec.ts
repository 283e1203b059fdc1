// The staff area: everybody who has an account, and what is done for them.

import { isAccessible, LOOKS } from '../support/axe.ts';
import { both, expect, test } from '../support/test.ts';

test.use({ instance: 'demo' });

const LIST = '/staff/people';

test('staff find an account, and the address says which', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Staff area' }).click();
  await person.arrivesAt(/\/staff(\/people)?$/);
  await expect(person.heading('People')).toBeVisible();
  await page.getByRole('searchbox').fill('elin');
  await person.presses('Search');
  await expect(page).toHaveURL(/find=elin/);
  await expect(page.locator('tbody .cell__title')).toHaveText([/Elin Berg/]);
});

test('an account is made, renamed, suspended, and let in again', both, async ({ person, page, noise }) => {
  noise.announce(/status of 422/);
  await person.opens(LIST);
  await person.follows('Create person');
  await person.types('First name', 'Nora');
  await person.types('Email', 'elin@fjordline.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Create person' }).click();
  await person.isToldAbout('Email', 'Somebody has an account with this address.');
  await expect(person.field('First name')).toHaveValue('Nora');
  await person.types('Email', 'nora@fjordline.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Create person' }).click();
  await person.sees('Account created, mail on its way');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  const row = page.getByRole('row', { name: /nora@/ });
  const asks = async (what: string) => {
    await row.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('link', { name: what }).or(page.getByRole('menuitem', { name: what })).filter({ visible: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  };
  await asks('Edit name');
  await person.types('First name', 'Norah');
  await person.types('Display name', 'Norah Vik');
  await person.presses('Save name');
  await person.sees('Name saved');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row).toContainText('Norah Vik');

  await asks('Suspend');
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await expect(row).toContainText('Suspended');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await asks('Lift suspension');
  await page.getByRole('dialog').getByRole('button', { name: 'Lift suspension' }).click();
  await expect(row).not.toContainText('Suspended');
});

test('what is asked over another page of the area is there at once', async ({ person, page }) => {
  await person.opens(`${LIST}/new`);
  await expect(page.getByRole('dialog', { name: 'Create person' })).toBeVisible();
  await expect(person.field('First name')).toBeFocused();
  await person.follows('Cancel');
  await expect(page).toHaveURL(LIST);
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(look, () => {
    test.use(use);

    test('the list is open to everybody', async ({ person }) => {
      await person.opens(LIST);
      await isAccessible(person, 'list');
      await person.opens(`${LIST}/new`);
      await isAccessible(person, 'new');
    });
  });
}
