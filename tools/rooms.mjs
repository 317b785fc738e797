/**
 * The rooms of the house, as data: what each is for, which rooms it may import, and whether it may do I/O.
 * `tools/borders.mjs` turns this table into import rules; ARCHITECTURE.md shows it to people.
 */
// oxfmt-ignore
export const rooms = [
  { name: 'contract', purpose: 'The nouns every room shares: finding, report, run events, errors; data only.', mayImport: [], io: false },
  { name: 'diagnosis', purpose: 'Turns what happened in a cluster into findings with causes.', mayImport: ['contract'], io: false },
  { name: 'image', purpose: 'Builds OCI image archives from files, without a registry.', mayImport: ['contract'], io: true },
  { name: 'change', purpose: 'Reads a change and keeps the file and line of everything in it.', mayImport: ['contract'], io: true },
  { name: 'kube', purpose: 'The only room that talks to a Kubernetes API.', mayImport: ['contract'], io: true },
  { name: 'platform', purpose: 'Reads a platform snapshot from a folder.', mayImport: ['contract', 'change'], io: true },
  { name: 'cluster', purpose: 'Starts and stops the embedded real cluster.', mayImport: ['contract', 'kube', 'image'], io: true },
  { name: 'environment', purpose: 'Creates and removes a mirrored environment.', mayImport: ['contract', 'kube', 'platform'], io: true },
  { name: 'store', purpose: 'Keeps the report, logs, events and objects of each run.', mayImport: ['contract'], io: true },
  { name: 'service', purpose: 'One file per verb the product can do, whoever asks.', mayImport: ['contract', 'diagnosis', 'image', 'change', 'kube', 'platform', 'cluster', 'environment', 'store'], io: true },
  { name: 'cli', purpose: 'The command line: a thin door over service.', mayImport: ['contract', 'service'], io: true },
];
