// A real mail server that keeps what it is given, and fails when it is told to.

import type { AddressInfo } from 'node:net';

import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

import { expect, test as base } from './test.ts';

/** What it does with the next mails: take them, refuse them for now, or hang up. */
type Mood = 'takes' | 'refuses' | 'drops';

export class Post {
  readonly mails: ParsedMail[] = [];
  /** How often somebody tried to hand in a mail. */
  tries = 0;
  mood: Mood = 'takes';

  private readonly server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, session, done) => void this.receives(stream, session.id).then(done, done),
  });

  async start(): Promise<void> {
    this.server.on('error', () => {});
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** The settings of a server that sends its mails here. */
  get settings(): Record<string, string> {
    const { port } = this.server.server.address() as AddressInfo;
    return {
      LATCHKEY_MAIL_SMTP_HOST: '127.0.0.1',
      LATCHKEY_MAIL_SMTP_PORT: String(port),
      LATCHKEY_MAIL_SMTP_SECURITY: 'none',
      LATCHKEY_MAIL_FROM: 'Latchkey <door@fjordline.example>',
    };
  }

  /** The next mail with this subject, when it is there. */
  async mail(subject: string): Promise<ParsedMail> {
    await expect.poll(() => this.mails.some((mail) => mail.subject === subject), { timeout: 30_000 }).toBe(true);
    return this.mails[this.mails.findIndex((mail) => mail.subject === subject)]!;
  }

  private async receives(stream: SMTPServerDataStream, id: string): Promise<void> {
    this.tries += 1;
    const mood = this.mood;
    if (mood === 'drops') {
      const connections = (this.server as unknown as { connections: Set<Connection> }).connections;
      for (const one of connections) if (one.id === id) one._socket.destroy();
      return;
    }
    const mail = await simpleParser(stream);
    if (mood === 'refuses') {
      throw Object.assign(new Error('4.3.2 not now'), { responseCode: 451 });
    }
    this.mails.push(mail);
  }
}

interface Connection {
  id: string;
  _socket: { destroy(): void };
}

/** A test whose server sends its mails by `post`. */
export const test = base.extend<{ post: Post }>({
  post: async ({}, use) => {
    const post = new Post();
    await post.start();
    await use(post);
    await post.stop();
  },
  settings: ({ post }, use) => use(post.settings),
});
