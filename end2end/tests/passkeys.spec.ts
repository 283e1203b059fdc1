// Passkeys: adding, naming and removing them, and signing in with one.

import { ADA } from '../support/account.ts';
import { Authenticator, offersNothing } from '../support/authenticator.ts';
import { isAccessible, LOOKS } from '../support/axe.ts';
import { otp } from '../support/otp.ts';
import type { Person } from '../support/person.ts';
import { both, expect, plain, test } from '../support/test.ts';

const section = (person: Person) => person.page.locator('#passkeys');

/** Adds one, and keeps the name that it came with. */
async function adds(person: Person): Promise<void> {
  await person.opens('/account/security');
  await person.presses('Add passkey');
  await expect(person.page.getByRole('dialog', { name: 'Name this passkey' })).toBeVisible();
  await person.follows('Cancel');
  await person.arrivesAt('/account/security');
}

async function signsOut(person: Person): Promise<void> {
  await person.choosesInAccountMenu('Sign out');
  await person.arrivesAt('/sign-in');
}

test.beforeEach(({ noise }) => {
  noise.announce(/status of 4(22|03)/, /^info: Clear-Site-Data header/);
});

test('one is added and named, and opens the account without a word', async ({ person, page }) => {
  const authenticator = await Authenticator.of(page);
  await person.opens('/account/security');
  await expect(section(person).getByText('No passkeys yet')).toBeVisible();
  await person.presses('Add passkey');
  const dialog = page.getByRole('dialog', { name: 'Name this passkey' });
  await expect(dialog).toBeVisible();
  await expect(person.field('Name')).toBeFocused();
  await expect(person.field('Name')).toHaveValue('Chrome on Linux');
  await person.types('Name', 'Work laptop');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(section(person).getByText('Work laptop')).toBeVisible();
  await expect(section(person).getByText(/Never used\.$/)).toBeVisible();
  expect(await authenticator.keeps()).toBe(1);
  await signsOut(person);
  // The authenticator says yes as soon as the field offers it.
  await person.arrivesAt('/');
  await person.opens('/account/security');
  await expect(section(person).getByText(/Last used just now\.$/)).toBeVisible();
  await person.sees('Passkey used');
});

test('the button asks for it, and it goes on where one was', async ({ person, page, context }) => {
  await offersNothing(page);
  await Authenticator.of(page, 'usb');
  await adds(person);
  await expect(section(person).getByText('Security key', { exact: true })).toBeVisible();
  await context.clearCookies();
  await person.opens('/account/tokens');
  await person.arrivesAt(/\/sign-in\?next=/);
  await person.presses('Use a passkey');
  await person.arrivesAt('/account/tokens');
});

test('a page that stands for long offers them anew', async ({ person, page, context }) => {
  await Authenticator.of(page);
  await context.clearCookies();
  await page.clock.install();
  const asked = () => page.waitForResponse((answer) => answer.url().endsWith('/sign-in/ask-passkey'));
  const first = asked();
  await person.opens('/sign-in');
  expect((await first).status()).toBe(200);
  const again = asked();
  await page.clock.fastForward('09:01');
  expect((await again).status()).toBe(200);
  await person.types('Email', 'half@typed');
  await expect(person.field('Email')).toHaveValue('half@typed');
});

test('whoever is not known to it gets no further, and is told so', async ({ person, page, context }) => {
  await offersNothing(page);
  const authenticator = await Authenticator.of(page);
  await adds(person);
  await authenticator.knowsItsOwner(false);
  await person.opens('/account/security');
  await person.presses('Add passkey');
  await person.sees(/The passkey did not answer|is on your list already/);
  await context.clearCookies();
  await person.opens('/sign-in');
  await person.types('Email', 'half@typed');
  await person.presses('Use a passkey');
  await person.sees('The passkey did not answer. Try again, or choose another way.');
  await expect(person.field('Email')).toHaveValue('half@typed');
  await authenticator.knowsItsOwner(true);
  await person.presses('Use a passkey');
  await person.arrivesAt('/');
});

test('the same one is not added twice', async ({ person, page }) => {
  const authenticator = await Authenticator.of(page);
  await adds(person);
  await person.presses('Add passkey');
  await person.sees('This passkey is on your list already.');
  await expect(section(person).getByRole('listitem')).toHaveCount(1);
  expect(await authenticator.keeps()).toBe(1);
});

test('one that was removed opens nothing', async ({ person, page }) => {
  await offersNothing(page);
  await Authenticator.of(page);
  await adds(person);
  await section(person).getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('link', { name: 'Remove' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove Chrome on Linux?' });
  await expect(dialog.getByRole('link', { name: 'Keep it' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Remove passkey' }).click();
  await expect(dialog).toBeHidden();
  await expect(section(person).getByText('No passkeys yet')).toBeVisible();
  await signsOut(person);
  await person.presses('Use a passkey');
  await person.sees('This passkey does not open an account here. Use another way.');
});

test('renaming one that another window removed says so', async ({ person, page, noise }) => {
  noise.announce(/status of 404/);
  await offersNothing(page);
  await Authenticator.of(page);
  await adds(person);
  const row = section(person).getByRole('button', { name: /^Actions for/ });
  await row.click();
  await page.getByRole('link', { name: 'Rename' }).click();
  const other = await page.context().newPage();
  await other.goto('/account/security');
  await other.getByRole('button', { name: 'Actions for Chrome on Linux' }).click();
  await other.getByRole('link', { name: 'Remove' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Remove passkey' }).click();
  await expect(other.getByText('No passkeys yet')).toBeVisible();
  await other.close();
  await person.types('Name', 'My key');
  await person.presses('Save name');
  await person.sees('This passkey was removed in another window');
  await expect(section(person).getByText('No passkeys yet')).toBeVisible();
});

test('it stands in for the code of an app', async ({ person, page }) => {
  await offersNothing(page);
  await Authenticator.of(page);
  await adds(person);
  await person.presses('Set up two-factor');
  await page.getByText('Enter a key instead').click();
  const key = await page.locator('#two-factor-key').innerText();
  await person.types('Enter the six digits it shows', otp(key));
  await expect(page.locator('#two-factor').getByText('On', { exact: true })).toBeVisible();
  await person.follows('Download');
  await signsOut(person);
  await person.types('Email', ADA.email);
  await person.presses('Continue');
  await person.arrivesAt('/sign-in/password');
  await person.types('Password', ADA.password);
  await person.presses('Continue');
  await person.arrivesAt('/sign-in/code');
  await person.presses('Use a passkey');
  await person.arrivesAt('/');
});

test.describe('when the proof of who one is has grown old', () => {
  test.use({ settings: { LATCHKEY_SESSIONS_STEP_UP_SECONDS: '4' } });

  test('a passkey proves it anew', async ({ person, page }) => {
    await Authenticator.of(page);
    await person.opens('/account/security');
    await page.waitForTimeout(4000);
    await person.presses('Add passkey');
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await expect(person.field('Password')).toBeFocused();
    await expect(dialog.getByRole('button', { name: 'Use a passkey' })).toHaveCount(0);
    await person.types('Password', ADA.password);
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByRole('dialog', { name: 'Name this passkey' })).toBeVisible();
    await person.follows('Cancel');
    await page.waitForTimeout(4000);
    await person.opens('/account/security');
    await person.presses('Set up two-factor');
    await dialog.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
  });
});

test('a browser without passkeys says so', async ({ person, page, context }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential');
  });
  await person.opens('/account/security');
  await person.presses('Add passkey');
  await person.sees('This browser cannot use passkeys. Choose another way.');
  await context.clearCookies();
  await person.opens('/sign-in');
  await person.presses('Use a passkey');
  await person.sees('This browser cannot use passkeys. Choose another way.');
});

test('without script it is said what needs it', plain, async ({ person, page, context }) => {
  await person.opens('/account/security');
  await person.sees('Adding one needs JavaScript.');
  await expect(person.button('Add passkey')).toBeHidden();
  await context.clearCookies();
  await person.opens('/sign-in');
  await expect(person.button('Use a passkey')).toBeHidden();
  await expect(page.getByText('or', { exact: true })).toBeHidden();
});

test('naming and removing need no script', async ({ person, page }) => {
  await Authenticator.of(page);
  await adds(person);
  const quiet = await person.withoutOurScript();
  await quiet.opens('/account/security');
  await section(quiet).getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('link', { name: 'Rename' }).filter({ visible: true }).click();
  await quiet.types('Name', '');
  await quiet.presses('Save name');
  await quiet.isToldAbout('Name', 'Fill this in.');
  await quiet.types('Name', 'Old phone');
  await quiet.presses('Save name');
  await expect(page).toHaveURL('/account/security');
  await expect(page.locator('.callout').getByText('Passkey renamed')).toBeVisible();
  await section(quiet).getByRole('button', { name: 'Actions for Old phone' }).click();
  await page.getByRole('link', { name: 'Remove' }).click();
  await quiet.presses('Remove passkey');
  await expect(page).toHaveURL('/account/security');
  await expect(page.locator('.callout').getByText('Passkey removed')).toBeVisible();
  await quiet.sees('No passkeys yet');
});

test('an address of a passkey that is not there leads nowhere', both, async ({ person }) => {
  await person.opensAnything('/account/security/passkeys/0199b1c5-0000-7000-8000-000000000000/rename');
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);
    test('axe finds nothing', async ({ person, page, context }) => {
      await offersNothing(page);
      await Authenticator.of(page);
      await person.opens('/account/security');
      await isAccessible(person, 'none yet');
      await person.presses('Add passkey');
      await expect(page.getByRole('dialog', { name: 'Name this passkey' })).toBeVisible();
      await isAccessible(person, 'being named');
      await person.follows('Cancel');
      await person.arrivesAt('/account/security');
      await isAccessible(person, 'one');
      await context.clearCookies();
      await person.opens('/sign-in');
      await isAccessible(person, 'signing in');
    });
  });
}
