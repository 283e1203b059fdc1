// axe finds nothing, on every page and in every state, in light, dark and on a phone.

import type { Person } from '../support/person.ts';
import { file, quarters } from '../support/picture.ts';
import { isAccessible, LOOKS } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

async function makes(person: Person, name: string): Promise<void> {
  await person.opens('/account/tokens');
  await person.types('Name', name);
  await person.presses('Generate');
  await expect(person.heading(`${name} is ready`)).toBeVisible();
}

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test.describe('the demo', () => {
      test.use({ instance: 'demo' });

      test('pages and menus', async ({ person, page }) => {
        for (const path of ['/account/profile', '/account/tokens', '/account/notifications', '/nothing', '/account/tokens/nonsense/delete']) {
          await person.opensAnything(path);
          await isAccessible(person, path);
        }
        await person.opens('/account/tokens');
        for (const name of ['Notifications, 5 unread', 'Account menu, Mara Lindqvist', 'Actions for laptop-cli']) {
          await person.presses(name);
          await expect(page.locator('[popover]:popover-open')).toBeVisible();
          await isAccessible(person, name);
          await page.keyboard.press('Escape');
        }
        if (use.viewport.width < 992) {
          await person.presses('Settings menu');
          await isAccessible(person, 'the sheet');
        }
      });

      test('another name for a token', async ({ person, page, noise }) => {
        noise.announce(/status of 422/);
        await person.opens('/account/tokens');
        await person.choosesInRow('laptop-cli', 'Rename');
        await isAccessible(person, 'the dialog');
        await page.getByRole('dialog').getByLabel('Name').fill('');
        await person.presses('Save name');
        await person.sees('Fill this in.');
        await isAccessible(person, 'wrong');
      });

      test('the question before deleting, and the toast', async ({ person, page }) => {
        await person.opens('/account/tokens');
        for (const name of ['grafana-readonly', 'deploy-from-ci', 'terraform-staging']) {
          await person.choosesInRow(name, 'Delete');
          await expect(person.heading(`Delete ${name}?`)).toBeVisible();
          await isAccessible(person, name);
          if (name === 'terraform-staging') await person.presses('Delete token');
          else await page.keyboard.press('Escape');
          await expect(page.getByRole('dialog')).toHaveCount(0);
        }
        await person.sees('Token deleted');
        await isAccessible(person, 'the toast');
      });
    });

    test('the photo while it is edited', async ({ person, page }) => {
      await person.opens('/account/profile');
      await person.presses('Edit avatar');
      const chooser = page.locator('#photo-file');
      await expect(chooser).toBeFocused();
      await isAccessible(person, 'the editor');
      await person.presses('Save photo');
      await person.sees('Choose a photo first.');
      await isAccessible(person, 'wrong');
      await chooser.setInputFiles(file('wide.png', 'image/png', quarters(600, 400)));
      await expect(page.getByText('Preview')).toBeVisible();
      await isAccessible(person, 'a picture');
      await page.route('**/_fn/profile/save-photo', () => undefined);
      person.noise.announce(/save-photo net::ERR_ABORTED/);
      await person.presses('Save photo');
      await expect(page.getByRole('progressbar')).toBeVisible();
      await isAccessible(person, 'sending');
    });

    test('the profile while it is edited', async ({ person, page, noise }) => {
      noise.announce(/status of (422|409)/);
      await person.opens('/account/profile');
      await person.types('First name', '');
      await isAccessible(person, 'unsaved');
      await person.presses('Save name');
      await person.isToldAbout('First name', 'Fill this in.');
      await isAccessible(person, 'wrong');
      await person.types('First name', 'Ada');
      await person.types('Last name (optional)', 'O.');
      await person.presses('Save name');
      await person.sees('Saved.');
      await isAccessible(person, 'saved');
      const other = await person.inAnotherTab();
      await other.opens('/account/profile');
      await other.types('First name', 'Grace');
      await other.presses('Save name');
      await other.sees('Saved.');
      await person.types('First name', 'Hopper');
      await person.presses('Save name');
      await person.sees('This was changed in another window.');
      await isAccessible(person, 'changed elsewhere');
    });

    test('tokens while one is made', async ({ person, page, noise }) => {
      noise.announce(/status of 422/);
      await person.opens('/account/tokens');
      await isAccessible(person, 'none yet');
      await page.getByRole('checkbox', { name: 'Read' }).uncheck();
      await person.presses('Generate');
      await person.isToldAbout('Name', 'Fill this in.');
      await isAccessible(person, 'wrong');
      await makes(person, 'fresh');
      await person.ready();
      await isAccessible(person, 'made');
      await page.locator('#new').getByText('Show', { exact: true }).click();
      await page.getByText('Try it in a terminal').click();
      await isAccessible(person, 'shown');
    });

    test('a token that could not be copied, and one that was', async ({ person, page, context, server }) => {
      await context.grantPermissions(['clipboard-write'], { origin: server.url });
      await makes(person, 'copied');
      const copy = page.locator('#new .copyfield').getByRole('button', { name: 'Copy' });
      await copy.click();
      await expect(person.button('Copied')).toBeVisible();
      await isAccessible(person, 'copied');
      await page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      });
      await copy.click();
      await expect(page.getByRole('alert')).toBeVisible();
      await isAccessible(person, 'not copied');
    });

    test('what stands in the page without our script', async ({ person: scripted, page }) => {
      const person = await scripted.withoutOurScript();
      await person.opens('/account/profile');
      await person.types('First name', '');
      await person.presses('Save name');
      await person.isToldAbout('First name', 'Fill this in.');
      await isAccessible(person, 'wrong');
      await makes(person, 'plain');
      await isAccessible(person, 'masked');
      await page.locator('#new').getByText('Show', { exact: true }).click();
      await isAccessible(person, 'shown');
      await person.choosesInRow('plain', 'Delete');
      await expect(person.heading('Delete plain?')).toBeVisible();
      await isAccessible(person, 'the question');
      await person.presses('Delete token');
      await person.sees('Token deleted');
      await isAccessible(person, 'deleted');
    });

    test.describe('before signing in', () => {
      test.use({ instance: 'empty', signedIn: false });

      test('setting up', async ({ person, page, server, noise }) => {
        noise.announce(/status of 422/, /status of 404/);
        await person.opens(server.setUpLink);
        await isAccessible(person, 'set-up');
        await person.types('Password', 'short');
        await person.presses('Create account');
        await person.isToldAbout('Password', 'Use at least 15 characters.');
        await isAccessible(person, 'set-up, wrong');
        await person.opens('/setup/AAAAAAAAAAAAAAAAAAAAAA');
        await isAccessible(person, 'set-up, gone');
      });

      test('signing in', async ({ person, page, noise }) => {
        noise.announce(/status of 422/);
        await person.opens('/sign-in');
        await isAccessible(person, 'address');
        await person.presses('Continue');
        await person.isToldAbout('Email', 'Fill this in.');
        await isAccessible(person, 'address, wrong');
        await person.types('Email', 'nobody@fjordline.example');
        await person.presses('Continue');
        await person.arrivesAt('/sign-in/password');
        await isAccessible(person, 'password');
        await person.types('Password', 'not the right password');
        await person.presses('Continue');
        await expect(page.getByRole('alert')).toBeVisible();
        await isAccessible(person, 'password, wrong');
        await person.opensAnything('/nothing');
        await isAccessible(person, 'nothing');
      });
    });
  });
}
