// Signing in: the address, then the password.

import type { Person } from '../support/person.ts';
import { both, expect, test } from '../support/test.ts';

test.use({ signedIn: false });

const WRONG = 'Email or password is not right.';

async function givesEmail(person: Person, email = person.account.email): Promise<void> {
  await person.types('Email', email);
  await person.presses('Continue');
  await person.arrivesAt('/sign-in/password');
}

async function givesPassword(person: Person, password = person.account.password): Promise<void> {
  await person.types('Password', password);
  await person.presses('Continue');
}

test('email, then password, leads home', both, async ({ person, page }) => {
  await person.opens('/');
  await person.arrivesAt(/\/sign-in\?next=/);
  await expect(page).toHaveTitle('Sign in · Latchkey');
  await expect(person.field('Email')).toBeFocused();
  await givesEmail(person);
  await expect(page).toHaveTitle('Your password · Latchkey');
  await expect(person.field('Password')).toBeFocused();
  await person.sees(person.account.email);
  await givesPassword(person);
  await person.arrivesAt('/');
  await expect(person.heading('Home')).toBeVisible();
});

test('a password can be pasted, and managers know each field', async ({ person, page, context, server }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const pastes = async (label: string, text: string): Promise<void> => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await person.field(label).focus();
    await page.keyboard.press('Control+V');
    await expect(person.field(label)).toHaveValue(text);
  };
  const is = async (label: string, type: string, autocomplete: string): Promise<void> => {
    await expect(person.field(label)).toHaveAttribute('type', type);
    await expect(person.field(label)).toHaveAttribute('autocomplete', autocomplete);
  };
  await person.opens('/sign-in');
  await is('Email', 'email', 'username webauthn');
  await pastes('Email', person.account.email);
  await person.presses('Continue');
  await person.arrivesAt('/sign-in/password');
  await is('Password', 'password', 'current-password');
  await pastes('Password', person.account.password);
  await person.presses('Continue');
  await person.arrivesAt('/');
  await person.opens('/account/security');
  await is('Current password', 'password', 'current-password');
  for (const label of ['New password', 'Repeat new password']) {
    await is(label, 'password', 'new-password');
    await pastes(label, 'pasted, all of it');
  }
});

test('nothing and nonsense are told beside the field', both, async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/sign-in');
  await person.presses('Continue');
  await person.isToldAbout('Email', 'Fill this in.');
  await person.types('Email', 'ada at fjordline');
  // With the script the page tells it itself; without, the browser asks before it sends.
  if (!person.scripted) {
    await person.page.locator('form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
  }
  await person.presses('Continue');
  await person.isToldAbout('Email', 'Write the whole address, such as name@example.com.');
  await expect(person.field('Email')).toHaveValue('ada at fjordline');
  await givesEmail(person);
  await person.presses('Continue');
  await person.isToldAbout('Password', 'Fill this in.');
});

test('a wrong password and an unknown address are told the same', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  const told: string[] = [];
  for (const email of [person.account.email, 'nobody@fjordline.example']) {
    await person.opens('/sign-in');
    await givesEmail(person, email);
    await givesPassword(person, 'not the right password');
    await expect(page.getByRole('alert')).toContainText(WRONG);
    told.push(await page.getByRole('main').innerText());
    await expect(page).toHaveURL('/sign-in/password');
  }
  expect(told[0]?.replace(person.account.email, '…').replace(/^A\n/m, '')).toBe(
    told[1]?.replace('nobody@fjordline.example', '…').replace(/^N\n/m, ''),
  );
});

test('after a wrong password the right one works', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/sign-in');
  await givesEmail(person);
  await givesPassword(person, 'not the right password');
  await expect(page.getByRole('alert')).toContainText(WRONG);
  await givesPassword(person);
  await person.arrivesAt('/');
});

test('after five wrong passwords the right one is refused with the same words', both, async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/sign-in');
  await givesEmail(person);
  let before = '';
  for (let tries = 0; tries < 5; tries += 1) {
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/_fn/sign-in/finish'));
    await givesPassword(person, `wrong password number ${tries}`);
    await answered;
    await person.ready();
    await expect(page.getByRole('alert')).toContainText(WRONG);
    before = await page.getByRole('main').innerText();
  }
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/_fn/sign-in/finish'));
  await givesPassword(person);
  await answered;
  await expect(page.getByRole('alert')).toContainText(WRONG);
  expect(await page.getByRole('main').innerText()).toBe(before);
  await person.opens('/account/profile');
  await expect(page).toHaveURL(/\/sign-in\?/);
});

test('the address can be changed', both, async ({ person }) => {
  await person.opens('/sign-in');
  await givesEmail(person, 'typo@fjordline.example');
  await person.follows('Change');
  await person.arrivesAt('/sign-in');
  await givesEmail(person);
  await givesPassword(person);
  await person.arrivesAt('/');
});

test('a password can be looked at while it is typed', async ({ person }) => {
  await person.opens('/sign-in');
  await givesEmail(person);
  await person.types('Password', 'what I typed');
  await expect(person.field('Password')).toHaveAttribute('type', 'password');
  await person.presses('Show password');
  await expect(person.field('Password')).toHaveAttribute('type', 'text');
  await expect(person.field('Password')).toHaveValue('what I typed');
  await expect(person.button('Show password')).toHaveAttribute('aria-pressed', 'true');
  await person.presses('Show password');
  await expect(person.field('Password')).toHaveAttribute('type', 'password');
});

test('without an address the password page leads back', both, async ({ person, page }) => {
  await person.opens('/sign-in/password');
  await person.arrivesAt('/sign-in');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
});

test('who keeps signed in gets a cookie that outlives the browser', both, async ({ person, context }) => {
  for (const keep of [false, true]) {
    await context.clearCookies();
    await person.opens('/sign-in');
    await givesEmail(person);
    const box = person.page.getByRole('checkbox', { name: 'Keep me signed in' });
    await expect(box).not.toBeChecked();
    if (keep) await box.check();
    await givesPassword(person);
    await person.arrivesAt('/');

    const session = (await context.cookies()).find((cookie) => cookie.name === 'latchkey');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    const days = ((session?.expires ?? 0) - Date.now() / 1000) / 86_400;
    if (keep) expect(days).toBeCloseTo(30, 1);
    else expect(session?.expires).toBe(-1);
  }
});

test('the page that was asked for follows', both, async ({ person }) => {
  await person.opens('/account/tokens');
  await person.arrivesAt('/sign-in?next=%2Faccount%2Ftokens');
  await givesEmail(person);
  await givesPassword(person);
  await person.arrivesAt('/account/tokens');
});

for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/%09/evil.example', 'javascript:alert(1)']) {
  test(`nobody is sent on to ${next}`, both, async ({ person, page, server, context }) => {
    const asked: string[] = [];
    context.on('request', (request) => asked.push(new URL(request.url()).origin));
    await person.opens(`/sign-in?next=${next.includes('%') ? next : encodeURIComponent(next)}`);
    await givesEmail(person);
    await givesPassword(person);
    await person.arrivesAt('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home');
    expect(new Set(asked)).toEqual(new Set([server.url]));
  });
}

test('whoever is signed in does not sign in again', both, async ({ person }) => {
  await person.opens('/sign-in');
  await givesEmail(person);
  await givesPassword(person);
  await person.arrivesAt('/');
  await person.opens('/sign-in');
  await person.arrivesAt('/');
});

test('signing in changes every cookie, so that none from before is worth anything', both, async ({ person, context }) => {
  await person.opens('/sign-in');
  await givesEmail(person);
  const before = (await context.cookies()).map((cookie) => cookie.value);
  expect(before).toHaveLength(1);
  await givesPassword(person);
  await person.arrivesAt('/');
  const after = (await context.cookies()).map((cookie) => cookie.value);
  // The session, and what the browser is known by.
  expect(after).toHaveLength(2);
  expect(after).not.toContain(before[0]);
});
