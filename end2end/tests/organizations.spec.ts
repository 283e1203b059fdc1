// Organizations: where people start, making one, what it is called, and its end.

import { isAccessible, LOOKS } from '../support/axe.ts';
import { both, expect, test } from '../support/test.ts';
import { turnsOff, turnsOnAndKeeps } from '../support/two-factor.ts';

test.describe('the first one', () => {
  test('is made from an empty page', both, async ({ person, page }) => {
    await person.opens('/');
    await expect(person.heading('No organizations yet')).toBeVisible();
    await person.follows('Create organization');
    await expect(person.heading('Create organization')).toBeVisible();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').pressSequentially('Café Fjord');
    if (person.scripted) {
      await expect(dialog.getByLabel('Address')).toHaveValue('cafe-fjord');
    }
    await person.presses('Create organization');
    await person.arrivesAt('/settings/cafe-fjord/workspaces');
    await expect(person.heading('No workspaces yet')).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Workspaces' }))
      .toHaveAttribute('aria-current', 'page');
    await person.opens('/');
    await expect(person.heading('Café Fjord')).toBeVisible();
  });

  test('is refused beside its field, and what was typed stays', both, async ({ person, page, noise }) => {
    noise.announce(/422/);
    await person.opens('/organizations/new');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Settings');
    await dialog.getByLabel('Address').fill('settings');
    await person.presses('Create organization');
    await person.sees('This word is kept for addresses of ours. Choose another.');
    await expect(dialog.getByLabel('Name')).toHaveValue('Settings');
    await expect(dialog.getByLabel('Address')).toHaveValue('settings');
  });
});

test.describe('of the demo', () => {
  test.use({ instance: 'demo' });

  test('home lists them with roles and workspaces', both, async ({ person, page }) => {
    await person.opens('/');
    const first = page.getByRole('region', { name: 'Fjordline Robotics' });
    await expect(first.getByText('Owner')).toBeVisible();
    await expect(first.getByRole('link', { name: 'Harbour cranes' })).toBeVisible();
    await expect(first.getByRole('link', { name: 'Spring fair' })).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Harbour Lab' }).getByText('Admin')).toBeVisible();
    await first.getByRole('link', { name: 'Harbour cranes' }).click();
    await person.arrivesAt(/\/w\//);
    await expect(person.heading('Harbour cranes')).toBeVisible();
  });

  test('name and address change, and the old address leads on', both, async ({ person }) => {
    await person.opens('/settings/fjordline-robotics/general');
    await person.types('Name', 'Fjordline');
    await person.types('Address', 'Fjordline');
    await person.presses('Save changes');
    await person.arrivesAt('/settings/fjordline/general');
    await expect(person.field('Name')).toHaveValue('Fjordline');
    await person.opens('/settings/fjordline-robotics/workspaces');
    await person.arrivesAt('/settings/fjordline/workspaces');
  });

  test('the foot says what is saved, and leaving asks', async ({ person, page }) => {
    await person.opens('/settings/fjordline-robotics/general');
    await person.types('Name', 'Fjordline');
    await person.sees('You have unsaved changes.');
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Workspaces' }).click();
    await expect(person.heading('Leave without saving?')).toBeVisible();
    await person.presses('Stay');
    await person.presses('Save changes');
    await person.sees('Saved.');
    await expect(page.locator('.switcher__name')).toHaveText('Fjordline');
  });

  test('an admin reads, and learns who may change it', both, async ({ person, page }) => {
    await person.opens('/settings/harbour-lab/general');
    await expect(person.field('Name')).toHaveAttribute('readonly', '');
    await expect(page.getByText('Only an owner can change this.')).toHaveCount(3);
    await expect(person.button('Delete organization')).toBeDisabled();
    await person.follows('Leave organization');
    await expect(person.heading('Leave Harbour Lab?')).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave organization' }).click();
    await person.arrivesAt('/');
    await expect(person.heading('Harbour Lab')).toHaveCount(0);
    if (!person.scripted) await person.sees('You have left the organization');
  });

  test('a second factor is required, and whoever has none is kept out', both, async ({ person, page, noise, server }) => {
    noise.announce(/422/, /403/);
    const general = '/settings/fjordline-robotics/general';
    await person.opens(general);
    await person.sees(/^Optional: who belongs here may turn it on\./);
    await person.presses('Require it');
    await person.sees(/Turn on two-factor authentication for yourself first/);
    await turnsOnAndKeeps(person);
    await person.opens(general);
    if (person.scripted) await person.types('Name', 'Fjordline');
    await person.presses('Require it');
    await person.sees(/^Required: whoever has it turned off/);
    await person.sees('Two-factor rule saved');
    if (person.scripted) {
      await expect(person.field('Name')).toHaveValue('Fjordline');
      await person.presses('Save changes');
      await person.sees('Saved.');
    }
    await turnsOff(person, server.demoPassword);
    await person.opens('/');
    const row = page.getByRole('region', { name: /^Fjordline/ });
    await expect(row.getByText('Needs two-factor authentication')).toBeVisible();
    await expect(row.getByRole('link', { name: 'Harbour cranes' })).toHaveCount(0);
    await person.opensAnything(general);
    await person.sees('Two-factor authentication is required here.');
    await page.getByRole('main').getByRole('link', { name: 'Security' }).click();
    await person.arrivesAt('/account/security');
  });

  test('its last owner cannot leave', both, async ({ person }) => {
    await person.opens('/settings/fjordline-robotics/general');
    await person.sees('You are its only owner.');
    await expect(person.button('Leave organization')).toBeDisabled();
    await person.opens('/account/data');
    await person.sees(/Only you own Fjordline Robotics/);
  });

  test('it is deleted by name, and kept again', both, async ({ person, page, noise }) => {
    noise.announce(/422/);
    await person.opens('/settings/fjordline-robotics/general');
    await person.follows('Delete organization');
    await expect(person.heading('Delete Fjordline Robotics?')).toBeVisible();
    await person.sees('6 people and 5 workspaces lose it.');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Fjordline');
    await dialog.getByRole('button', { name: 'Delete organization' }).click();
    await person.sees('This is not its name.');
    await dialog.getByLabel('Name').fill('Fjordline Robotics');
    await dialog.getByRole('button', { name: 'Delete organization' }).click();
    await expect(page.getByText('This organization will be deleted.', { exact: true })).toBeVisible();
    await expect(dialog).toHaveCount(0);
    await person.opens('/settings/fjordline-robotics/workspaces');
    await expect(person.link('New workspace')).toHaveCount(0);
    await person.opens('/settings/fjordline-robotics/general');
    await person.presses('Keep organization');
    await person.sees('The organization stays');
    await expect(page.getByText('This organization will be deleted.')).toHaveCount(0);
  });

  test('the switcher finds places, by keyboard too', async ({ person, page }) => {
    await person.opens('/account/profile');
    await page.getByRole('button', { name: 'Switch organization, now Fjordline Robotics' }).focus();
    await page.keyboard.press('Enter');
    const find = page.getByRole('searchbox', { name: 'Find an organization or workspace' });
    await expect(find).toBeFocused();
    const places = page.locator('#places');
    await expect(places.getByRole('link', { name: 'Fjordline Robotics' })).toHaveAttribute('aria-current', 'true');
    await page.keyboard.type('TIDE');
    await expect(places.getByRole('link')).toHaveText([/Harbour Lab$/, 'Tide gauges', 'All organizations']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(places.getByRole('link', { name: 'Tide gauges' })).toBeFocused();
    await page.keyboard.press('Enter');
    await person.arrivesAt(/\/w\//);
    await expect(person.button('Switch organization, now Harbour Lab')).toBeVisible();
    await person.opens('/account/profile');
    await expect(person.button('Switch organization, now Harbour Lab')).toBeVisible();
    await person.presses('Switch organization, now Harbour Lab');
    await find.fill('xyz');
    await person.sees('Nothing of yours is called so.');
    // Once for what was typed, once for the list.
    await page.keyboard.press('Escape');
    await expect(find).toHaveValue('');
    await page.keyboard.press('Escape');
    await expect(places).toBeHidden();
    await expect(person.button('Switch organization, now Harbour Lab')).toBeFocused();
  });

  test('without the script the switcher leads to all of them', { tag: '@plain' }, async ({ person }) => {
    await person.opens('/settings/harbour-lab/general');
    await person.presses('Switch organization, now Harbour Lab');
    await person.follows('All organizations');
    await person.arrivesAt('/');
    await expect(person.heading('Fjordline Robotics')).toBeVisible();
  });

  for (const [look, use] of Object.entries(LOOKS)) {
    test.describe(`in ${look}`, () => {
      test.use(use);

      test('axe finds nothing', async ({ person, page }) => {
        for (const path of [
          '/',
          '/organizations/new',
          '/settings/fjordline-robotics/general',
          '/settings/fjordline-robotics/general/delete',
          '/settings/harbour-lab/general',
          '/settings/harbour-lab/general/leave',
        ]) {
          await person.opens(path);
          await isAccessible(person, path);
        }
        await person.opens('/');
        await person.presses('Switch organization, now Harbour Lab');
        await expect(page.getByRole('searchbox')).toBeFocused();
        await isAccessible(person, 'the switcher');
      });
    });
  }
});
