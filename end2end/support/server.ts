// One `latchkey` process with a port and a folder of its own.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Starting takes a fraction of a second; two busy cores may need more. */
const STARTS_WITHIN = 20_000;
const STOPS_WITHIN = 10_000;

export class Server {
  /** What it has to say to its operator. */
  said = '';
  /** Warnings and errors; there should be none. */
  complaints = '';

  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    private readonly folder: string,
  ) {
    process.stdout?.on('data', (text) => (this.said += text));
    // What breaks a page's policy is the browser's to complain about: see `Noise`.
    const isReport = /^.*a page broke its content security policy.*\n/gm;
    process.stderr?.on('data', (text) => (this.complaints += String(text).replace(isReport, '')));
  }

  /** Starts a server whose data is kept in `folder`. */
  static async start(folder: string, { demo = false, settings = {}, port }: Start = {}): Promise<Server> {
    const program = process.env.LATCHKEY_BIN;
    if (!program) throw new Error('LATCHKEY_BIN names the program; `cargo xtask test browser` sets it.');
    port ??= await freePort();
    const url = `http://localhost:${port}`;
    const child = spawn(program, ['serve', ...(demo ? ['--demo'] : [])], {
      cwd: folder,
      env: {
        ...environment(),
        LATCHKEY_SERVER_LISTEN: `127.0.0.1:${port}`,
        LATCHKEY_SERVER_PUBLIC_URL: url,
        LATCHKEY_LOG_LEVEL: 'warn',
        NO_COLOR: '1',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(child, url, folder);
    await server.ready();
    return server;
  }

  /** What its operator types beside it, with a line to read. */
  operator(words: string[], line: string): void {
    const program = process.env.LATCHKEY_BIN ?? '';
    const options = { cwd: this.folder, env: environment(), input: `${line}\n`, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(program, words, options);
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stdout}${stderr}`);
  }

  /** Stops it the way an operator would. */
  async stop(): Promise<void> {
    if (this.hasEnded()) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    const last = await Promise.race([ended, sleep(STOPS_WITHIN, 'late', { ref: false })]);
    if (last === 'late') {
      this.process.kill('SIGKILL');
      await ended;
      throw new Error('the server did not stop when it was told to');
    }
  }

  /** The one-time link that the terminal shows when there is no account yet. */
  get setUpLink(): string {
    return this.found(/(http:\/\/\S+\/setup\/\S+)/);
  }

  /** The password of the demo's person. */
  get demoPassword(): string {
    return this.found(/password\s+(\S+)/);
  }

  private found(pattern: RegExp): string {
    const match = pattern.exec(this.said);
    if (!match?.[1]) throw new Error(`the server did not say ${pattern}:\n${this.said}`);
    return match[1];
  }

  private hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  private async ready(): Promise<void> {
    const late = Date.now() + STARTS_WITHIN;
    while (Date.now() < late && !this.hasEnded()) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(20);
    }
    this.process.kill('SIGKILL');
    throw new Error(`the server did not start:\n${this.said}\n${this.complaints}`);
  }
}

export interface Start {
  demo?: boolean;
  /** More of the environment, such as `LATCHKEY_TOKENS_LIMIT`. */
  settings?: Record<string, string>;
  /** Any that is free, unless it takes the place of another. */
  port?: number;
}

/** A folder that is there while `use` runs. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-browser-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ours without settings of Latchkey: each server has its own. */
function environment(): Record<string, string | undefined> {
  const all = Object.entries(process.env);
  return Object.fromEntries(all.filter(([name]) => !name.startsWith('LATCHKEY_')));
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
