import { Report, RunEvent } from '@seatrial/contract';

const PUBLISHED_AT = 'https://seatrial.dev/schema/';

const published = [
  { name: 'report-v1.json', title: 'Seatrial report', schema: Report },
  { name: 'run-event-v1.json', title: 'Seatrial run event', schema: RunEvent },
];

/** The JSON Schemas that users and CI may rely on, by path from the root of the repository. */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map(published.map((entry) => [`packages/contract/schema/${entry.name}`, schemaText(entry)]));
}

function schemaText({ name, title, schema }: (typeof published)[number]): string {
  // As input: a report with a field that a later version adds stays valid.
  const { $schema, ...rest } = schema.toJSONSchema({ target: 'draft-2020-12', io: 'input' });
  return `${JSON.stringify({ $schema, $id: `${PUBLISHED_AT}${name}`, title, ...rest }, null, 2)}\n`;
}
