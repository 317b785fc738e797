import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdirSync } from 'node:fs';
import type { Layout } from '../layout.ts';

/** Answers on a cluster's socket as its supervisor does, with this status and text. */
export async function startSupervisor(layout: Layout, status: number, text: string, asked: unknown[] = []): Promise<Server> {
  mkdirSync(layout.logs, { recursive: true });
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ method: request.method, path: request.url, body: body === '' ? undefined : (JSON.parse(body) as unknown) });
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(layout.socket, resolve));
  return server;
}
