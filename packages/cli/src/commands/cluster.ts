import { Option } from 'commander';
import type { Command } from 'commander';
import { ExitCode, UsageError } from '@seatrial/contract';
import { clusterDown, clusterKubeconfig, clusterLoadImages, clusterStatus, clusterUp } from '@seatrial/service';
import { stopwatch } from '../elapsed.ts';
import type { AddCommand, Context } from '../command.ts';
import { showClusterProgress } from '../show-cluster-progress.ts';
import { renderStatus } from '../render/render-status.ts';
import { examples } from './examples.ts';
import { cniOption } from './options.ts';

type Format = 'text' | 'json';

export const cluster: AddCommand = (parent, run) => {
  const group = parent.command('cluster').description('The embedded real Kubernetes cluster.');
  withName(group.command('up').description('Start a cluster, or repair one that lost components.'))
    .option('--nodes <kind>', '"real" (Linux, root) or "simulated:N" (a control plane with N simulated nodes)', 'real')
    .addOption(cniOption())
    .addHelpText('after', examples('seatrial cluster up', 'seatrial cluster up plan --nodes simulated:100'))
    .action(run(up));
  withName(group.command('down').description('Stop a cluster and remove everything of it.'))
    .option('--all', 'remove all clusters', false)
    .addHelpText('after', examples('seatrial cluster down', 'seatrial cluster down --all'))
    .action(run(down));
  group
    .command('status')
    .description('Show clusters, their components and memory.')
    .argument('[name]', 'name of a cluster; without one all are shown')
    .addOption(formatOption())
    .addHelpText('after', examples('seatrial cluster status', 'seatrial cluster status default --output json'))
    .action(run(status));
  group
    .command('load-image')
    .description('Load OCI image archives into a cluster.')
    .argument('<path...>', 'archives, or folders of archives')
    .option('--cluster <name>', 'name of the cluster', 'default')
    .addOption(formatOption())
    .addHelpText('after', examples('seatrial cluster load-image app.tar', 'seatrial cluster load-image images/ --cluster dev'))
    .action(run(loadImage));
  withName(group.command('kubeconfig').description("Print the administrator's kubeconfig."))
    .addHelpText(
      'after',
      examples('seatrial cluster kubeconfig > kubeconfig', 'KUBECONFIG=<(seatrial cluster kubeconfig) kubectl get pods -A'),
    )
    .action(run(kubeconfig));
};

function withName(command: Command): Command {
  return command.argument('[name]', 'name of the cluster', 'default');
}

function formatOption(): Option {
  return new Option('-o, --output <format>', 'format of the result').choices(['text', 'json']).default('text');
}

async function up(
  { terminal, signal }: Context,
  name: string,
  options: { readonly nodes: string; readonly cni: 'cilium' | 'bridge' },
): Promise<ExitCode> {
  const elapsed = stopwatch();
  const { layout, kubernetes, started } = await clusterUp(
    { name, nodes: parseNodes(options.nodes), cni: options.cni },
    showClusterProgress(terminal),
    signal,
  );
  const suffix = name === 'default' ? '' : ` ${name}`;
  terminal.result(
    [
      `Cluster "${name}" ${started ? 'is up' : 'was up already'}: Kubernetes ${kubernetes}, ${elapsed()}.`,
      `  use it    export KUBECONFIG=${layout.kubeconfig}`,
      ...(layout.spec.nodes.kind === 'real' ? [`  try out   seatrial trial PATH${name === 'default' ? '' : ` --cluster ${name}`}`] : []),
      `  remove    seatrial cluster down${suffix}`,
    ].join('\n'),
  );
  return ExitCode.pass;
}

function parseNodes(text: string): { kind: 'real' } | { kind: 'simulated'; count: number } {
  if (text === 'real') return { kind: 'real' };
  const count = Number(/^simulated:(\d+)$/.exec(text)?.[1]);
  if (Number.isInteger(count) && count > 0 && count <= 5000) return { kind: 'simulated', count };
  throw new UsageError(
    'option-invalid',
    `--nodes "${text}" is not understood. Write real, or simulated:N with N from 1 to 5000, for example simulated:3.`,
  );
}

async function down({ terminal }: Context, name: string, options: { readonly all: boolean }): Promise<ExitCode> {
  const elapsed = stopwatch();
  const removed = await clusterDown(options.all ? 'all' : { name });
  const nothing = options.all ? 'There was no cluster.' : `There was no cluster "${name}".`;
  const names = removed.map((one) => `"${one}"`).join(', ');
  terminal.result(removed.length === 0 ? nothing : `Removed ${names} in ${elapsed()}; nothing of it is left.`);
  return ExitCode.pass;
}

async function status({ terminal }: Context, name: string | undefined, options: { readonly output: Format }): Promise<ExitCode> {
  const clusters = await clusterStatus(name);
  terminal.result(options.output === 'json' ? JSON.stringify(clusters, null, 2) : renderStatus(clusters));
  return ExitCode.pass;
}

async function loadImage(
  { terminal, signal }: Context,
  paths: readonly string[],
  options: { readonly cluster: string; readonly output: Format },
): Promise<ExitCode> {
  const { images } = await clusterLoadImages(options.cluster, paths, signal);
  terminal.result(options.output === 'json' ? JSON.stringify({ images }, null, 2) : images.map((one) => `loaded ${one}`).join('\n'));
  return ExitCode.pass;
}

async function kubeconfig({ terminal }: Context, name: string): Promise<ExitCode> {
  terminal.result(await clusterKubeconfig(name));
  return ExitCode.pass;
}
