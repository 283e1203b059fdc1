// The first start: from the link in the terminal to the profile.

import { ADA } from '../support/account.ts';
import type { Person } from '../support/person.ts';
import { both, expect, test } from '../support/test.ts';

test.use({ instance: 'empty', signedIn: false });

async function fillsIn(person: Person, change: Partial<typeof ADA> = {}): Promise<void> {
  const { firstName, lastName, email, password } = { ...ADA, ...change };
  await person.types('First name', firstName);
  await person.types('Last name (optional)', lastName);
  await person.types('Email', email);
  await person.types('Password', password);
}

test('the link from the terminal makes the first account and signs it in', both, async ({ person, page, server }) => {
  await person.opens(server.setUpLink);
  await expect(page).toHaveTitle('Set up Latchkey · Latchkey');
  await expect(person.field('First name')).toBeFocused();
  await fillsIn(person);
  await person.presses('Create account');

  await person.arrivesAt('/account/profile');
  await expect(person.field('Display name')).toHaveValue(ADA.displayName);
  await person.sees(ADA.email);
});

test('the link works once', both, async ({ person, server, noise }) => {
  noise.announce(/status of 404/);
  await person.opens(server.setUpLink);
  await fillsIn(person);
  await person.presses('Create account');
  await person.arrivesAt('/account/profile');

  await person.opens(server.setUpLink);
  await expect(person.heading('This link does not work')).toBeVisible();
  await expect(person.button('Create account')).toBeHidden();
});

test('a link that was used meanwhile says so and keeps what was typed', both, async ({ person, server, noise }) => {
  // The page of a link that does not work is not there.
  noise.announce(/422/, /404/);
  const late = await person.inAnotherTab();
  await late.opens(server.setUpLink);
  await fillsIn(late, { email: 'late@fjordline.example' });

  await person.opens(server.setUpLink);
  await fillsIn(person);
  await person.presses('Create account');
  await person.arrivesAt('/account/profile');

  await late.presses('Create account');
  await late.sees(
    late.scripted
      ? 'This link does not work any more. Take the newest one from the terminal, or sign in.'
      : 'This link does not work',
  );
  await expect(late.page).not.toHaveURL('/account/profile');
});

test('a link that never was one says so', both, async ({ person, noise }) => {
  noise.announce(/status of 404/);
  await person.opens('/setup/AAAAAAAAAAAAAAAAAAAAAA');
  await expect(person.heading('This link does not work')).toBeVisible();
  await person.follows('Sign in');
  await person.arrivesAt('/sign-in');
  await person.sees('No account yet.');
});

test('every wrong field is told at once, and what was typed is kept', both, async ({ person, server, noise }) => {
  noise.announce(/422/);
  await person.opens(server.setUpLink);
  await fillsIn(person, { firstName: ' ', lastName: 'Okafor', email: 'ada@fjordline', password: 'too short' });
  await person.presses('Create account');

  await person.isToldAbout('First name', 'Fill this in.');
  await person.isToldAbout('Email', 'Write the whole address, such as name@example.com.');
  await person.isToldAbout('Password', 'Use at least 15 characters.');
  await expect(person.field('Last name (optional)')).toHaveValue('Okafor');
  await expect(person.field('Email')).toHaveValue('ada@fjordline');
  await expect(person.field('First name')).toBeFocused();
});

for (const [password, why] of [
  ['adaokaforadaokafor1', 'Your name, your address and ours are tried first.'],
  ['aaaaaaaaaaaaaaaa', 'Repetitions, neighbouring keys and dates are tried first.'],
  ['passwordpassword', 'Passwords like this are tried first.'],
  ['abcdefghijklmnopq', 'Repetitions, neighbouring keys and dates are tried first.'],
] as const) {
  test(`the password ${password} is refused, and why`, both, async ({ person, server, noise }) => {
    noise.announce(/422/);
    await person.opens(server.setUpLink);
    await fillsIn(person, { password });
    await person.presses('Create account');

    await person.isToldAbout('Password', `${why} Use a few words that have nothing to do with you.`);
    await expect(person.field('First name')).toHaveValue(ADA.firstName);
    await expect(person.field('Email')).toHaveValue(ADA.email);
    await person.types('Password', ADA.password);
    await person.presses('Create account');
    await person.arrivesAt('/account/profile');
  });
}

test('how strong the password is, is told while it is typed', async ({ person, page, server }) => {
  await person.opens(server.setUpLink);
  const meter = page.getByRole('meter', { name: 'Strength' });
  await fillsIn(person, { password: 'adaokaforadaokafor1' });
  await person.sees(/^Your name, your address and ours are tried first\./);
  await expect(meter).toHaveAttribute('value', '1');
  await person.types('Password', ADA.password);
  await person.sees('Strong.');
  await expect(meter).toHaveAttribute('value', '4');
  await person.types('Password', '');
  await expect(meter).toHaveCount(0);
});

test('a password never comes back in the page', both, async ({ person, page, server, noise }) => {
  noise.announce(/422/);
  await person.opens(server.setUpLink);
  await fillsIn(person, { email: 'ada@fjordline', password: 'seven grey seals whistle' });
  await person.presses('Create account');
  await person.isToldAbout('Email', 'Write the whole address, such as name@example.com.');
  expect(await page.content()).not.toContain('seven grey seals whistle');
  await person.reloads();
  expect(await page.content()).not.toContain('seven grey seals whistle');
});
