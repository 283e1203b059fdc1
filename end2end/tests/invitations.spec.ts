// Inviting people into an organization, and being invited.

import { BEA } from '../support/account.ts';
import { isAccessible, LOOKS } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { type Post, test } from '../support/post.ts';
import { both, expect } from '../support/test.ts';

const LIST = '/settings/fjordline-robotics/people';
const MINE = '/account/invitations';
const SUBJECT = 'You are invited to an organization';

/** Makes the organization from which others are invited. */
async function founds(person: Person): Promise<void> {
  await person.opens('/organizations/new');
  await person.page.getByRole('dialog').getByLabel('Name').fill('Fjordline Robotics');
  await person.presses('Create organization');
  await person.arrivesAt('/settings/fjordline-robotics/workspaces');
}

async function invites(person: Person, addresses: string, role = 'Member'): Promise<void> {
  await person.opens(LIST);
  await person.follows('Invite people');
  await expect(person.heading('Invite people')).toBeVisible();
  const dialog = person.page.getByRole('dialog');
  await dialog.getByLabel('Email addresses').fill(addresses);
  await dialog.getByRole('radio', { name: role }).check();
  await person.presses('Send invitation');
}

/** The path of the link in the mail. */
async function link(post: Post): Promise<string> {
  const mail = await post.mail(SUBJECT);
  return /\/invitations\/[0-9A-Za-z]{22}/.exec(mail.text ?? '')?.[0] ?? '';
}

test('invited by mail, an account is made, and it belongs there', both, async ({ person, page, post, noise }) => {
  noise.announce(/status of 422/);
  await founds(person);
  await invites(person, BEA.email, 'Admin');
  await person.sees(person.scripted ? `Invitation sent to ${BEA.email}` : 'Invitation sent');
  const row = page.getByRole('row', { name: new RegExp(BEA.email) });
  await expect(row).toContainText('Invite pending');
  await expect(row).toContainText('Admin');
  await person.sees('1 person, 1 invite');

  const mail = await post.mail(SUBJECT);
  const target = /href="([^"]+)"[^>]*>Look at the invitation</.exec(String(mail.html))?.[1];
  expect(target).toMatch(new RegExp(`^${person.server.url}/invitations/[0-9A-Za-z]{22}$`));
  expect(mail.text).toContain('Ada Okafor invites you to Fjordline Robotics');

  await person.context.clearCookies();
  await person.opens(await link(post));
  await expect(page).toHaveTitle('You are invited · Latchkey');
  await person.sees('Ada Okafor invites you to Fjordline Robotics, as Admin.');
  await expect(person.field('Email')).toHaveValue(BEA.email);
  await expect(person.field('Email')).not.toBeEditable();
  await person.types('First name', BEA.firstName);
  await person.types('Password', 'too short');
  await person.presses('Create account and join');
  await person.isToldAbout('Password', 'Use at least 15 characters.');
  await expect(person.field('First name')).toHaveValue(BEA.firstName);
  await person.types('Password', BEA.password);
  await person.presses('Create account and join');
  await person.arrivesAt('/settings/fjordline-robotics/general');
  await person.sees('You are: Admin.');
});

test('the link says whose it is, and leads through signing in', both, async ({ person, page, post, server, noise }) => {
  noise.announce(/^info: Clear-Site-Data header/);
  const account = ['admin', 'user', 'create', BEA.email, '--first-name', BEA.firstName, '--stdin'];
  server.operator(account, BEA.password);
  await founds(person);
  await invites(person, BEA.email);
  const path = await link(post);
  await person.opens(path);
  await person.sees(`The invitation is for ${BEA.email}, but you are signed in as ${person.account.email}.`);
  await person.presses('Sign out');
  await person.arrivesAt('/sign-in');
  await person.opens(path);
  await person.follows('Sign in to accept');
  await person.arrivesAt(/\/sign-in\?next=/);
  await person.types('Email', BEA.email);
  await person.presses('Continue');
  await person.types('Password', BEA.password);
  await person.presses('Continue');
  await person.arrivesAt(MINE);
  await person.opens(path);
  await person.sees(`The invitation is for ${BEA.email}.`);
  await page.getByRole('button', { name: 'Accept' }).click();
  await person.arrivesAt('/settings/fjordline-robotics/general');
});

test('whoever has the link can decline, once', both, async ({ person, post }) => {
  await founds(person);
  await invites(person, BEA.email);
  const path = await link(post);
  await person.context.clearCookies();
  await person.opens(path);
  await person.presses('Decline');
  await person.arrivesAt('/invitations/declined');
  await expect(person.heading('Invitation declined')).toBeVisible();
  await person.opensAnything(path);
  await expect(person.heading('This link does not work')).toBeVisible();
});

test.describe('in the demo', () => {
  test.use({ instance: 'demo' });

  test('a list is told line by line, and what is wrong stays', both, async ({ person, page, noise }) => {
    noise.announce(/status of 422/);
    await invites(person, `${BEA.email}, bob.example\nnils@fjordline.example`);
    await person.sees('1 invitation sent, 1 not.');
    await person.sees('bob.example: not an email address.');
    const field = page.getByLabel('Email addresses');
    await expect(field).toHaveValue(`${BEA.email}, bob.example\nnils@fjordline.example`);
    await field.fill('mara@fjordline.example; nils@fjordline.example');
    await person.presses('Send invitation');
    await person.sees('No invitation was sent.');
    await person.sees('mara@fjordline.example: in the organization already.');
    await person.sees('nils@fjordline.example: invited already. Resend it in the list.');
    await field.fill('');
    await person.presses('Send invitation');
    await person.sees('Fill this in.');
    await person.follows('Cancel');
    await person.arrivesAt(LIST);
    await expect(page.getByRole('row', { name: new RegExp(BEA.email) })).toBeVisible();
  });

  test('an invite is sent again, changed and cancelled', both, async ({ person, page }) => {
    await person.opens(LIST);
    const row = page.getByRole('row', { name: /h\.duarte/ });
    await expect(row).toContainText('Invite expired');
    await person.presses('Resend invitation to h.duarte@contractor.example');
    await person.sees(person.scripted ? 'Invitation sent again to h.duarte@contractor.example' : 'Invitation sent again');
    await expect(row).toContainText('Invite pending');
    await expect(row).toContainText('Sent just now');
    await person.ready();
    await person.choosesInRow('h.duarte@contractor.example', 'Edit');
    await expect(person.heading('Edit h.duarte@contractor.example')).toBeVisible();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('radio')).toHaveCount(3);
    await dialog.getByRole('radio', { name: /^Member/ }).check();
    await person.presses('Save');
    await person.sees('Saved');
    await expect(row).toContainText('Member');
    await person.ready();
    await person.choosesInRow('h.duarte@contractor.example', 'Cancel invite');
    await expect(person.heading('Cancel the invite to h.duarte@contractor.example?')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel invite' }).click();
    await person.sees('Invite cancelled');
    await expect(row).toHaveCount(0);
  });

  test('invites are found and listed on their own', both, async ({ person, page }) => {
    await person.opens(`${LIST}?show=invited`);
    const names = page.locator('tbody .cell__title');
    await expect(names).toHaveText([/^nils@/, /^h\.duarte@/]);
    const search = page.getByRole('searchbox');
    await search.fill('contractor');
    await search.press('Enter');
    await person.arrivesAt(/find=contractor/);
    await expect(names).toHaveText([/^h\.duarte@/]);
  });

  test('an invite that another window cancelled is said to be gone', async ({ person, page, noise }) => {
    noise.announce(/status of 404/);
    await person.opens(LIST);
    await person.choosesInRow('nils@fjordline.example', 'Edit');
    const other = await person.inAnotherTab();
    await other.opens(LIST);
    await other.choosesInRow('nils@fjordline.example', 'Cancel invite');
    await other.page.getByRole('dialog').getByRole('button', { name: 'Cancel invite' }).click();
    await other.sees('Invite cancelled');
    await other.page.close();
    await page.getByRole('dialog').getByRole('radio', { name: /^Viewer/ }).check();
    await person.presses('Save');
    await person.sees('This invite was answered or cancelled meanwhile');
    await expect(page.getByRole('row', { name: /nils/ })).toHaveCount(0);
  });

  test('who is invited accepts and is taken there, or declines', both, async ({ person, page }) => {
    await person.opens('/account/profile');
    const nav = page.getByRole('navigation', { name: 'Settings' });
    await expect(nav.getByRole('link', { name: 'Invitations' })).toContainText('2');
    await nav.getByRole('link', { name: 'Invitations' }).click();
    await person.arrivesAt(MINE);
    const kelp = page.getByRole('listitem').filter({ hasText: 'Kelp Observatory' });
    await expect(kelp).toContainText('Aiko Tanabe invited you');
    const nordhavn = page.getByRole('listitem').filter({ hasText: 'Nordhavn Open Hardware' });
    await expect(nordhavn).toContainText('Expires tomorrow');
    await person.presses('Decline invitation to Kelp Observatory');
    await person.sees('Invitation declined');
    await expect(kelp).toContainText('Declined');
    await expect(nav.getByRole('link', { name: 'Invitations' })).toContainText('1');
    await person.ready();
    await person.presses('Accept invitation to Nordhavn Open Hardware');
    await person.arrivesAt('/settings/nordhavn-open-hardware/general');
    await person.sees('You are: Admin.');
    await person.opens(MINE);
    await expect(person.heading('Nobody has invited you')).toBeVisible();
    await expect(nordhavn).toContainText('Accepted');
  });

  test('the dialog keeps the keyboard and closes by Escape', async ({ person, page }) => {
    await person.opens(`${LIST}/invite`);
    await expect(page.getByLabel('Email addresses')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page).toHaveURL(LIST);
  });
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, page, post, noise }) => {
      noise.announce(/status of 422/);
      await founds(person);
      await person.opens(MINE);
      await isAccessible(person, 'invitations');
      await invites(person, `${BEA.email}, bob`);
      await person.sees('1 invitation sent, 1 not.');
      await isAccessible(person, 'a report');
      await page.keyboard.press('Escape');
      await person.choosesInRow(BEA.email, 'Cancel invite');
      await expect(page.getByRole('dialog')).toBeVisible();
      await isAccessible(person, 'the question');
      const path = await link(post);
      await person.opens(path);
      await isAccessible(person, 'the link of another');
      await person.context.clearCookies();
      await person.opens(path);
      await isAccessible(person, 'the link');
    });
  });
}
