import type { ClusterStatus } from '@seatrial/service';

/** Clusters as a table of few lines each. */
export function renderStatus(clusters: readonly ClusterStatus[]): string {
  if (clusters.length === 0) return 'There is no cluster. Start one: seatrial cluster up';
  return clusters.map(renderOne).join('\n\n');
}

function renderOne({ name, state, nodes, cni, server, kubeconfig, components, memoryBytes }: ClusterStatus): string {
  const lines = [`${name}: ${state}`];
  if (nodes !== undefined)
    lines.push(`  nodes       ${nodes.kind === 'real' ? `1 real, ${cni ?? ''}` : `${String(nodes.count)} simulated`}`);
  if (server !== undefined) lines.push(`  server      ${server}`);
  if (kubeconfig !== undefined) lines.push(`  kubeconfig  ${kubeconfig}`);
  if (memoryBytes > 0) lines.push(`  memory      ${(memoryBytes / 1e6).toFixed(0)} MB resident`);
  const running = components.filter((component) => component.running).map((component) => component.name);
  const ended = components.filter((component) => !component.running);
  if (running.length > 0) lines.push(`  components  ${running.join(', ')}`);
  for (const component of ended)
    lines.push(`  not running ${component.name} (${component.exit ?? 'never started'}); repair: seatrial cluster up ${name}`);
  if (state === 'stopped') lines.push(`  only files are left of it; remove them: seatrial cluster down ${name}`);
  return lines.join('\n');
}
