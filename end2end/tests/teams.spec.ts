// Teams: made, filled with people, given workspaces; and the members of a workspace.

import { isAccessible, LOOKS } from '../support/axe.ts';
import { both, expect, test } from '../support/test.ts';

test.use({ instance: 'demo' });

const LIST = '/settings/fjordline-robotics/teams';

test('they are listed with what they are for', both, async ({ person, page }) => {
  await person.opens('/settings/fjordline-robotics/people');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Teams' }).click();
  await person.arrivesAt(LIST);
  await expect(page.locator('tbody .cell__title')).toHaveText(['Field crew', 'Perception', 'Safety']);
  const crew = page.getByRole('row', { name: /Field crew/ });
  await expect(crew).toContainText('At the quay, whatever the weather.');
  await expect(crew.getByRole('cell')).toContainText(['Field crew', '2', '1']);
});

test('one is made, with people and a workspace, and it opens that to them', both, async ({ person, page }) => {
  await person.opens(LIST);
  await person.follows('New team');
  await person.types('Name', 'Night watch');
  await page.getByLabel('What it is for').fill('Awake when others sleep.');
  await person.presses('Create team');
  await person.arrivesAt(/\/teams\/[0-9a-f-]{36}$/);
  await expect(person.heading('Night watch')).toBeVisible();
  await person.sees('Awake when others sleep.');
  await person.sees('Nobody is in it yet');

  await person.follows('Add person');
  await person.types('Email address', 'elin@fjordline.example');
  await person.presses('Add person');
  await person.sees('Added to the team');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'Elin Berg' })).toBeVisible();

  await person.follows('Add workspace');
  await page.getByRole('dialog').getByRole('combobox').selectOption('Sandbox');
  await page.getByRole('dialog').getByRole('radio', { name: /^Viewer/ }).check();
  await person.presses('Add workspace');
  const sandbox = page.getByRole('listitem').filter({ hasText: 'Sandbox' });
  await expect(sandbox).toContainText('Viewer');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await sandbox.getByRole('link', { name: 'Change role' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: /^Admin/ }).check();
  await person.presses('Save role');
  await expect(sandbox).toContainText('Admin');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await sandbox.getByRole('link', { name: 'Sandbox' }).click();
  await person.arrivesAt(/\/w\//);
  const elin = page.getByRole('listitem').filter({ hasText: 'Elin Berg' });
  await expect(elin).toContainText('by Night watch');
  await expect(elin).toContainText('Admin');

  await person.opens('/settings/fjordline-robotics/people');
  await expect(page.getByRole('row', { name: /Elin/ })).toContainText('Field crew, Night watch');
});

test('what is wrong is said, and nothing typed is lost', both, async ({ person, page, noise }) => {
  noise.announce(/status of 422/);
  await person.opens(`${LIST}/new`);
  await person.types('Name', 'safety');
  await page.getByLabel('What it is for').fill('Helmets');
  await person.presses('Create team');
  await person.isToldAbout('Name', 'Another team here has this name.');
  await expect(page.getByLabel('What it is for')).toHaveValue('Helmets');
  await person.opens(LIST);
  await person.follows('Safety');
  await person.follows('Add person');
  await person.types('Email address', 'nobody@fjordline.example');
  await person.presses('Add person');
  await person.isToldAbout('Email address', 'Nobody with this address belongs to the organization. Invite them first, under People.');
  await expect(page.getByLabel('Email address')).toHaveValue('nobody@fjordline.example');
});

test('people and workspaces are taken out, and the team is deleted', both, async ({ person, page }) => {
  await person.opens(LIST);
  await person.follows('Field crew');
  await page.getByRole('button', { name: 'Remove Samuel Okafor' }).click();
  await person.sees('Removed from the team');
  await expect(page.getByRole('listitem').filter({ hasText: 'Samuel' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove Harbour cranes' }).click();
  await person.sees('Workspace removed from the team');
  await person.sees('No workspaces yet');
  await person.follows('Delete');
  await expect(person.heading('Delete Field crew?')).toBeVisible();
  if (person.scripted) await expect(person.link('Keep team')).toBeFocused();
  await person.presses('Delete team');
  await person.arrivesAt(LIST);
  await expect(page.locator('tbody .cell__title')).toHaveText(['Perception', 'Safety']);
});

test('name and purpose change', both, async ({ person, page }) => {
  await person.opens(LIST);
  await person.follows('Safety');
  await person.follows('Edit');
  await person.types('Name', 'Safety first');
  await person.presses('Save team');
  await person.sees('Team saved');
  await expect(page.getByRole('heading', { level: 1, name: 'Safety first' })).toBeVisible();
});

test('teams are chosen for a person, and for somebody who is invited', both, async ({ person, page }) => {
  const people = '/settings/fjordline-robotics/people';
  await person.opens(people);
  await expect(page.getByRole('row', { name: /nils@/ })).toContainText('Field crew');
  await person.choosesInRow('Tomás Ferreira', 'Edit');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: 'Safety' })).toBeChecked();
  await dialog.getByRole('checkbox', { name: 'Safety' }).uncheck();
  await dialog.getByRole('checkbox', { name: 'Perception' }).check();
  await person.presses('Save');
  await person.sees('Saved');
  await expect(page.getByRole('row', { name: /Tomás/ })).toContainText('Perception');
  await expect(dialog).toHaveCount(0);
  await person.follows('Invite people');
  await page.getByLabel('Email addresses').fill('ada@x.example');
  await dialog.getByRole('checkbox', { name: 'Safety' }).check();
  await person.presses('Send invitation');
  await expect(page.getByRole('row', { name: /ada@x/ })).toContainText('Safety');
});

test('members of a workspace are added, changed and removed', both, async ({ person, page }) => {
  await person.opens('/');
  await page.getByRole('link', { name: /^Sandbox/ }).click();
  await person.follows('Add member');
  await person.types('Email address', 'elin@fjordline.example');
  await page.getByRole('dialog').getByRole('radio', { name: /^Viewer/ }).check();
  await person.presses('Add member');
  await person.sees('Member added');
  const elin = page.getByRole('listitem').filter({ hasText: 'Elin Berg' });
  await expect(elin).toContainText('Viewer');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await elin.getByRole('button', { name: 'Actions for Elin Berg' }).click();
  await elin.getByRole('link', { name: 'Change role' }).click();
  await person.arrivesAt(/\/role$/);
  await page.getByRole('dialog').getByRole('radio', { name: /^Member/ }).check();
  await person.presses('Save role');
  await expect(elin).toContainText('Member');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await elin.getByRole('button', { name: 'Actions for Elin Berg' }).click();
  await elin.getByRole('link', { name: 'Remove' }).click();
  await expect(person.heading('Remove Elin Berg from Sandbox?')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await person.sees('Member removed');
  await expect(elin).toHaveCount(0);
});

test('one leaves a workspace that somebody else looks after', both, async ({ person, page }) => {
  await person.opens('/');
  await page.getByRole('link', { name: /^Tide gauges/ }).click();
  await person.arrivesAt(/\/w\//);
  const mara = page.getByRole('listitem').filter({ hasText: 'Mara' });
  await mara.getByRole('button', { name: /Actions for/ }).click();
  await mara.getByRole('link', { name: 'Remove' }).click();
  await expect(person.heading('Leave Tide gauges?')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(mara).toHaveCount(0);
});

test('a dialog is left by Escape, and by the button Back', async ({ person, page }) => {
  await person.opens(LIST);
  await person.follows('Perception');
  await person.follows('Add person');
  await expect(page.getByLabel('Email address')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await person.follows('Add workspace');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, page }) => {
      await person.opens(`${LIST}/new`);
      await isAccessible(person, 'a new team');
      await person.opens(LIST);
      await isAccessible(person, 'the list');
      await person.follows('Perception');
      await person.arrivesAt(/\/teams\/[0-9a-f-]{36}$/);
      await isAccessible(person, 'a team');
      const team = new URL(page.url()).pathname;
      for (const act of ['add', 'workspaces', 'edit', 'delete']) {
        await person.opens(`${team}/${act}`);
        await expect(page.getByRole('dialog')).toBeVisible();
        await isAccessible(person, act);
      }
    });
  });
}
